package outage

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"zhibao/casework"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/patent/reader/bundle"
)

// What became of one file of a package of the contingency desk on the platform.
const (
	Same    = "same"    // the very file was filed again
	Other   = "other"   // one of that name was, with another content
	Missing = "missing" // none was
)

// A Part is one file of a package and what was filed in its place.
type Part struct {
	Name   string    `json:"name"`
	SHA256 string    `json:"sha256"`
	State  string    `json:"state"`
	Filed  string    `json:"filed,omitempty"` // SHA-256 of the other file
	At     time.Time `json:"at,omitzero"`     // when it was filed again
}

// An Again is how what was filed on the platform compares with what the contingency desk received: the date of
// the receipt counts only for what is the same.
type Again struct {
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Seen     string    `json:"seen"` // digest of what had been filed by then
	Parts    []Part    `json:"parts"`
	More     int       `json:"more"` // files that were filed and not received
	Decision string    `json:"decision,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	Decided  time.Time `json:"decided,omitzero"`
	Decider  string    `json:"decider,omitempty"`
}

// What is decided on a difference.
const (
	OnlySame = "same"  // the date of the receipt holds for what is the same, the day of filing for the rest
	Refile   = "again" // the party has to file what was received, and it is compared anew
)

// count tells how many parts are in a state.
func (x *Again) count(state string) (n int) {
	for _, p := range x.Parts {
		if p.State == state {
			n++
		}
	}
	return n
}

// Whole reports whether everything that was received was filed again as it was.
func (x *Again) Whole() bool { return x.count(Same) == len(x.Parts) }

// Open reports whether somebody has to decide on a difference.
func (x *Again) Open() bool { return !x.Whole() && x.Decision == "" }

// How an arrival stands, for programs and in its row.
const (
	standSame    = "same"
	standDiffers = "differs"
	standRefile  = "refile"
	standDecided = "decided"
)

// word is how it stands; nothing while nothing was compared.
func (x *Again) word() string {
	switch {
	case x == nil:
		return ""
	case x.Whole():
		return standSame
	case x.Open():
		return standDiffers
	case x.Decision == Refile:
		return standRefile
	}
	return standDecided
}

// sameDifference reports whether two comparisons found the very same: what was decided on the one holds for the
// other, whatever else was filed meanwhile.
func (x *Again) sameDifference(y *Again) bool {
	return y != nil && slices.EqualFunc(x.Parts, y.Parts, func(a, b Part) bool {
		return a.Name == b.Name && a.SHA256 == b.SHA256 && a.State == b.State && a.Filed == b.Filed
	})
}

// Compare has what was filed on the platform held against an arrival.
type Compare struct {
	Arrival string `json:"arrival" label:"应急件" en:"Filing" widget:"select" options:"*" required:"true" help:"已归入案件的；与收到之后在该案件中提交的文件逐件核对摘要，压缩包核对其中的每个文件" helpen:"One that belongs to a case; the digests of all that was filed in that case since are compared, of an archive those of each file in it"`

	target int64
	again  *Again
}

// Judge decides on a difference.
type Judge struct {
	Arrival  string `json:"arrival" label:"应急件" en:"Filing" widget:"select" options:"*" required:"true"`
	Decision string `json:"decision" label:"决定" en:"Decision" widget:"radio" required:"true" options:"same=只有一致的文件以回执时间为收到时间，其余按在平台提交之日=The time of the receipt counts for what is the same; the rest counts from its filing on the platform,again=请当事人按收到的文件补办后再核对=The party files what was received and it is compared anew"`
	Reason   string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"500" help:"当事人可以看到；请勿写入发明内容" helpen:"The party sees it; write nothing of the invention"`
}

// belonging returns an arrival of an outage that belongs to a case.
func (d *Desk) belonging(ctx context.Context, tx *store.Tx, outage int64, arrival string) (*Arrival, error) {
	id, _ := strconv.ParseInt(arrival, 10, 64) // what is no number is none of the arrivals
	all, err := d.arrivals(ctx, tx, `id = $1 AND case_id = $2`, id, outage)
	if err == nil && (len(all) == 0 || all[0].Target == 0) {
		err = fault.New(fault.Invalid, "outage.unassigned", "请选择本次中断中已归入案件的应急件").At("arrival")
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// refiled lists what was filed in the case of an arrival since it was received.
func (d *Desk) refiled(ctx context.Context, tx *store.Tx, a *Arrival) ([]blob.Kept, error) {
	if d.Filed == nil {
		return nil, nil
	}
	all, err := d.Filed(ctx, tx, casework.Robot(a.Center), a.Target, a.Received)
	if fault.CodeOf(err) == "seal.shredded" { // nothing of that case can be read any more
		return nil, nil
	}
	return all, err
}

// seenOf is the digest of a list of files, by which it shows that another one came.
func seenOf(files []blob.Kept) string {
	var all []string
	for _, f := range files {
		all = append(all, f.SHA256)
	}
	slices.Sort(all)
	sum := sha256.Sum256([]byte(strings.Join(all, "\n")))
	return hex.EncodeToString(sum[:])
}

// beforeCompare reads what is compared, before the transaction begins: it may be large.
func (d *Desk) beforeCompare(ctx context.Context, k *casework.Case, key seal.Key, in *Compare) error {
	var a *Arrival
	var files []blob.Kept
	var target seal.Key
	err := d.office.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if a, err = d.belonging(ctx, tx, k.ID, in.Arrival); err != nil {
			return err
		}
		if files, err = d.refiled(ctx, tx, a); err != nil {
			return err
		}
		target, err = d.office.Keys.CaseKey(ctx, tx, a.Target)
		return err
	})
	switch {
	case err != nil:
		return err
	case len(files) == 0:
		return fault.New(fault.Conflict, "outage.none_filed", "收到应急件之后，该案件中还没有提交过文件；请待当事人在平台补办后再核对").At("arrival")
	}
	whole := bundlePart{a.Name, a.SHA256, a.Received}
	if whole.sha == "-" {
		whole.sha = a.SM3
	}
	received := []bundlePart{whole}
	if a.Blob != "" {
		if received, err = d.partsOf(ctx, key, blob.Kept{Ref: a.ref(), Name: a.Name, At: a.Received}); err != nil {
			return err
		}
	}
	var filed []bundlePart
	for _, f := range files {
		is, err := d.itself(ctx, target, f, a)
		if err != nil {
			return err
		}
		if is { // the package, whatever is in it
			f.SHA256 = whole.sha
			received, filed = []bundlePart{whole}, append(filed, bundlePart{f.Name, f.SHA256, f.At})
			continue
		}
		parts, err := d.partsOf(ctx, target, f)
		if err != nil {
			return err
		}
		filed = append(filed, parts...)
	}
	in.target, in.again = a.Target, compared(received, filed)
	in.again.Seen = seenOf(files)
	return nil
}

// itself reports whether a file is the very package of an arrival. Where only its SM3 was registered, the file is
// read for it.
func (d *Desk) itself(ctx context.Context, key seal.Key, f blob.Kept, a *Arrival) (bool, error) {
	if a.SHA256 != "-" {
		return f.SHA256 == a.SHA256, nil
	}
	r, err := d.Blobs.Open(ctx, key, f.Ref)
	if err != nil {
		return false, err
	}
	defer r.Close()
	sum := sm3.New()
	_, err = io.Copy(sum, r)
	return hex.EncodeToString(sum.Sum(nil)) == a.SM3, err
}

// A bundlePart is one file that was received or filed.
type bundlePart struct {
	name, sha string
	at        time.Time
}

// partsOf takes a stored file apart: an archive into its files, any other is one itself.
func (d *Desk) partsOf(ctx context.Context, key seal.Key, f blob.Kept) (out []bundlePart, err error) {
	whole := []bundlePart{{f.Name, f.SHA256, f.At}}
	r, err := d.Blobs.Open(ctx, key, f.Ref)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := make([]byte, 4)
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, f.Size), head); err != nil || !bytes.Equal(head, []byte("PK\x03\x04")) || !strings.EqualFold(path.Ext(f.Name), ".zip") {
		return whole, nil // what cannot be read at all fails where it is read as a whole
	}
	set, err := bundle.Zip(ctx, f.Name, r, f.Size, bundle.Standard())
	if err != nil {
		return whole, ctx.Err() // what the readers refuse is compared as a whole
	}
	for _, e := range set.Entries {
		data, err := set.Bytes(ctx, e)
		if err != nil {
			return whole, ctx.Err()
		}
		sum := sha256.Sum256(data)
		out = append(out, bundlePart{e.Name, hex.EncodeToString(sum[:]), f.At})
	}
	return out, nil
}

// compared holds what was filed against what was received: by content first, then by name. Of several of a name
// the latest counts.
func compared(received, filed []bundlePart) *Again {
	x, used := &Again{}, map[int]bool{}
	match := func(fits func(f bundlePart) bool) int {
		for i := len(filed) - 1; i >= 0; i-- {
			if !used[i] && fits(filed[i]) {
				used[i] = true
				return i
			}
		}
		return -1
	}
	for _, r := range received {
		p := Part{Name: r.name, SHA256: r.sha, State: Missing}
		if i := match(func(f bundlePart) bool { return f.sha == r.sha }); i >= 0 {
			p.State, p.At = Same, filed[i].at
		}
		x.Parts = append(x.Parts, p)
	}
	for i, p := range x.Parts {
		if p.State == Same {
			continue
		}
		if at := match(func(f bundlePart) bool { return strings.EqualFold(path.Base(f.name), path.Base(p.Name)) }); at >= 0 {
			x.Parts[i].State, x.Parts[i].Filed, x.Parts[i].At = Other, filed[at].sha, filed[at].at
		}
	}
	sorting.Stable(x.Parts, func(a, b Part) int { return cmp.Compare(a.Name, b.Name) })
	x.More = len(filed) - len(used)
	return x
}

// compare keeps the result with the arrival. A decision on another difference is no decision on this one.
func (d *Desk) compare(s *casework.Step, in *Compare) error {
	if in.again == nil {
		return fmt.Errorf("compare without its preparation")
	}
	a, err := d.belonging(s.Ctx, s.Tx, s.Case.ID, in.Arrival)
	if err != nil {
		return err
	}
	if a.Target != in.target {
		return fault.New(fault.Conflict, "outage.assigned", "这份应急件已归入案件，请刷新页面").At("arrival")
	}
	x := in.again
	x.At, x.By = s.Now, s.Actor.Name
	if was := a.Again; x.sameDifference(was) {
		x.Decision, x.Reason, x.Decided, x.Decider = was.Decision, was.Reason, was.Decided, was.Decider
	}
	a.Again = x
	s.Note("what", fmt.Sprintf("%s：一致 %d，不一致 %d，未补办 %d", a.Number, x.count(Same), x.count(Other), x.count(Missing)))
	return putArrival(s.Ctx, s.Tx, s.Key(), a)
}

// judge keeps what was decided on a difference, and why, and tells the party. That the party files again can be
// decided otherwise while it has not; the other decision stands.
func (d *Desk) judge(s *casework.Step, in *Judge) error {
	a, err := d.belonging(s.Ctx, s.Tx, s.Case.ID, in.Arrival)
	if err != nil {
		return err
	}
	if a.Again == nil || a.Again.Whole() || a.Again.Decision == OnlySame {
		return fault.New(fault.Conflict, "outage.no_difference", "这份应急件没有待决定的差异，请先“核对补办的文件”").At("arrival")
	}
	x := a.Again
	x.Decision, x.Reason, x.Decided, x.Decider = in.Decision, strings.TrimSpace(in.Reason), s.Now, s.Actor.Name
	s.Note("what", a.Number)
	s.Note("reason", x.Reason)
	if err := d.tell(s, a); err != nil {
		return err
	}
	return putArrival(s.Ctx, s.Tx, s.Key(), a)
}
