package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/center"
	"zhibao/examination/registration"
	"zhibao/governance/administration"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/telemetry"
	"zhibao/law/calendar"
)

// dataDir is the folder of the database and the files of a measured program.
func dataDir(dir string) string { return filepath.Join(dir, "data") }

// keyFile stands outside of the data, as it must.
func keyFile(dir string) string { return filepath.Join(dir, "root.key") }

// password is that of every account of a measurement; they exist for minutes, on loopback.
const password = "measured from nine until noon"

// A rig is the whole program on a fresh database, with the few people that a case needs.
type rig struct {
	*center.Center
	people map[string]casework.Actor // by login
}

// The people. The second applicants are there so that more than one party has cases.
var cast = []struct {
	login, name string
	party       int // number of the enterprise, 0 for staff
	roles       []casework.Role
}{
	{"counter", "受理员", 0, []casework.Role{casework.Clerk}},
	{"head", "业务负责人", 0, []casework.Role{casework.Head}},
	{"examiner-1", "预审员甲", 0, []casework.Role{casework.Examiner}},
	{"examiner-2", "预审员乙", 0, []casework.Role{casework.Examiner}},
	{"reviewer", "复核员", 0, []casework.Role{casework.Reviewer}},
	{"director", "中心主任", 0, []casework.Role{casework.Director}},
	{"applicant-1", "申请主体甲", 1, []casework.Role{casework.Entity}},
	{"applicant-2", "申请主体乙", 2, []casework.Role{casework.Entity}},
	{"applicant-3", "申请主体丙", 3, []casework.Role{casework.Entity}},
	{"applicant-4", "申请主体丁", 4, []casework.Role{casework.Entity}},
}

// enterprises are made up; their codes have right check characters.
var enterprises = []struct{ name, code string }{
	{"测量一号精密机械有限公司", "91320500MA1CLXY19M"}, {"测量二号新材料有限公司", "91320500MA1CLXY27G"},
	{"测量三号电子科技有限公司", "91320500MA1CLXY35B"}, {"测量四号医疗器械有限公司", "91320500MA1CLXY436"},
}

// A site is where a measured program keeps what it has, and what time it is there.
type site struct {
	dir      string
	database string // address of PostgreSQL; SQLite in the folder when empty
	figures  *telemetry.Recorder
	search   string // address of OpenSearch; the embedded index when empty
	url      string // of its pages, for links in messages
	now      func() time.Time
}

// open opens the program.
func (s site) open(ctx context.Context) (*center.Center, error) {
	return center.Open(ctx, center.Config{Database: s.database, URL: s.url, Search: s.search, Recorder: s.figures, Data: dataDir(s.dir), KeyFile: keyFile(s.dir), MakeKey: true, Plain: true, Now: s.now,
		Log: slog.New(slog.DiscardHandler), Center: center.Identity("CL", "测量用知识产权保护中心", "Center for Measurements", "32")})
}

// newRig makes the program in a new folder with the people of the cast. With passwords they can
// sign in; without, setting up is faster.
func newRig(ctx context.Context, dir string, passwords bool) (*rig, error) {
	return newRigOn(ctx, site{dir: dir, now: time.Now}, passwords)
}

// newRigOn makes the program on a site.
func newRigOn(ctx context.Context, on site, passwords bool) (_ *rig, err error) {
	defer fault.Wrap(&err, "new rig")
	c, err := on.open(ctx)
	if err != nil {
		return nil, err
	}
	r := &rig{Center: c, people: map[string]casework.Actor{}}
	if _, err := c.Begin(ctx); err != nil {
		return nil, closing(c, err)
	}
	if err := r.generous(ctx); err != nil {
		return nil, closing(c, err)
	}
	clerk := casework.Actor{Name: "测量准备", Via: "cli"}
	clerk.Center, clerk.Roles = c.Center.ID, []string{string(casework.Clerk)}
	parties := []int64{0}
	for _, e := range enterprises {
		id, err := r.enterprise(ctx, clerk, e.name, e.code)
		if err != nil {
			return nil, closing(c, err)
		}
		parties = append(parties, id)
	}
	for _, p := range cast {
		a := &identity.Account{Center: c.Center.ID, Party: parties[p.party], Login: p.login, Name: p.name, StaffNo: strings.ToUpper(p.login)}
		if p.party > 0 {
			a.Phone = fmt.Sprintf("1390000%04d", p.party)
		}
		if err := r.account(ctx, a, p.roles, passwords); err != nil {
			return nil, closing(c, err)
		}
		r.people[p.login] = administration.ActorOf(a, "", "127.0.0.1")
	}
	return r, nil
}

// prepare makes the data of a program and returns the accounts of the cast by their login.
func (s site) prepare(ctx context.Context, more ...func(*rig) error) (staff map[string]int64, err error) {
	r, err := newRigOn(ctx, s, true)
	if err != nil {
		return nil, err
	}
	staff = map[string]int64{}
	for login, a := range r.people {
		staff[login] = a.Account
	}
	for _, do := range more {
		err = errors.Join(err, do(r))
	}
	return staff, errors.Join(err, r.Close())
}

// address is that of the database.
func (s site) address() string {
	return cmp.Or(s.database, "sqlite:"+filepath.Join(dataDir(s.dir), "zhibao.db"))
}

// closing closes what was opened before the error and returns the error.
func closing(c *center.Center, err error) error {
	_ = c.Close()
	return err
}

// generous sets quotas that no measurement uses up: the gates stay in place and are asked, they
// only never say that the year is over.
func (r *rig) generous(ctx context.Context) error {
	return r.DB.Write(ctx, func(tx *store.Tx) error {
		for _, key := range []string{"registration.quota.new", "registration.quota.usual"} {
			v := setting.Value{Key: key, Value: "1000000", Reason: "测量", From: calendar.MustDay("2016-01-01"), At: time.Now().UnixMicro()}
			if err := r.Office.Settings.Set(ctx, tx, r.DB.NewID(), r.Center.Center.ID, v); err != nil {
				return err
			}
		}
		return nil
	})
}

// enterprise registers a party by the move with which registers of former years are brought in,
// and returns its id.
func (r *rig) enterprise(ctx context.Context, by casework.Actor, name, code string) (int64, error) {
	in := &registration.BringIn{Kind: registration.KindEntity, Registered: r.Office.Today() - 400}
	in.Particulars = registration.Particulars{Name: name, Code: code, Division: "320500", Address: "江苏省苏州市测量路 1 号",
		Established: r.Office.Today() - 4000, Insured: 50, Contacts: []registration.Contact{{Name: "联系人", Phone: "13800000000"}}}
	out, err := r.Office.Move(ctx, casework.Request{Actor: by, Chart: "registration", Move: "bring_in", Input: in})
	if err != nil {
		return 0, err
	}
	return out.Case.Owner, nil
}

// account makes an account with roles and fills in its id. Hashing a password takes a while on
// purpose, so accounts that nobody signs in with get none.
func (r *rig) account(ctx context.Context, a *identity.Account, roles []casework.Role, passwords bool) error {
	by := identity.Who{Center: a.Center, Name: "测量准备"}
	var token string
	err := r.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if token, err = r.Book.Create(ctx, tx, by, a); err != nil {
			return err
		}
		a.Roles = nil
		for _, role := range roles {
			if err := r.Book.Grant(ctx, tx, by, a.ID, string(role)); err != nil {
				return err
			}
			a.Roles = append(a.Roles, string(role))
		}
		return r.Privacy.Agreed(ctx, tx, a.Center, a.ID)
	})
	if err != nil || !passwords {
		return err
	}
	return r.Book.SetPassword(ctx, token, password)
}

// move makes a move on a case, or opens one when k is nil.
func (r *rig) move(ctx context.Context, login string, k *casework.Case, code string, in any) (*casework.Case, error) {
	q := casework.Request{Actor: r.people[login], Chart: "preexam", Move: code, Input: in}
	if k != nil {
		q.Case, q.Expected = k.ID, k.Version
	}
	out, err := r.Office.Move(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", login, err)
	}
	return out.Case, nil
}
