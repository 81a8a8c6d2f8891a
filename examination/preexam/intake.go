package preexam

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/emmansun/gmsm/sm3"

	"zhibao/casework"
	"zhibao/casework/consent"
	"zhibao/casework/party"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/gallery"
	"zhibao/examination/preexam/record"
	"zhibao/examination/preexam/sight"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/reader"
	"zhibao/patent/secrecy"
)

// Plain attributes of a case. None of them tells anything of the invention.
const (
	attrRef     = "ref"     // applicant's reference
	attrClass   = "class"   // main class stated, IPC subclass or Locarno class
	attrGreen   = "green"   // green channel
	attrRounds  = "rounds"  // correction notices issued
	attrBefore  = "before"  // state before suspension or objection
	attrOutcome = "outcome" // outcome proposed to the second reader
	attrApp     = "app"     // application number
	attrGround  = "ground"  // code of the reason of an unfavourable end
)

// create opens a draft for the entity itself, or for a client of an agency.
func (d *Desk) create(s *casework.Step, in *Create) error {
	c := s.Case
	c.Kind = in.Kind
	c.SetAttr(attrRef, in.Ref)
	if !s.Actor.Is(casework.AgencyRole) {
		c.Owner = s.Actor.Party
		return nil
	}
	client, err := strconv.ParseInt(in.Client, 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "preexam.client", "请选择为哪一家申请主体提交").At("client")
	}
	ok, err := party.Entrusted(s.Ctx, s.Tx, client, s.Actor.Party, s.Today)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Forbidden, "preexam.mandate", "该主体未委托贵机构，或委托已到期；请由主体在“委托代理机构”中登记后再提交").At("client")
	}
	c.Owner, c.Agent = client, s.Actor.Party
	return nil
}

// read reads files that were sent, stores them under the case's key, and checks the application
// that they hold. It changes nothing in the case.
func (d *Desk) read(ctx context.Context, c *casework.Case, key seal.Key, sent sent, kind string) (_ *prepared, err error) {
	defer fault.Wrap(&err, "read papers")
	p := &prepared{}
	if p.files, err = d.keepAll(ctx, key, c.ID, sent); err != nil {
		return nil, err
	}
	opt, err := sight.Options(ctx, d.office, c.Center, d.Eyes, kind)
	if err != nil {
		return nil, err
	}
	if p.app, err = reader.ReadFiles(ctx, plainFiles(sent.files), opt); err != nil {
		return nil, err
	}
	p.report, err = d.checkNow(ctx, c, p.app, nil)
	return p, err
}

// plainFiles are the files as the readers take them.
func plainFiles(files []form.File) []reader.File {
	var in []reader.File
	for _, f := range files {
		in = append(in, reader.File{Name: f.Name, Size: f.Size, Open: f.Open})
	}
	return in
}

// sent is files with what their sender declares about them.
type sent struct {
	files    []form.File
	declared secrecy.Declared
}

// unmarked refuses files with a mark of state secrets before anything is stored, and forgets what
// was sent of them before the form. Files that cannot be searched need the word of their sender.
func (s sent) unmarked(ctx context.Context) error {
	m, unread, err := secrecy.Find(ctx, plainFiles(s.files))
	if err != nil {
		return err
	}
	if m == nil {
		return s.declared.Missing(unread)
	}
	for _, f := range s.files {
		if err := f.Drop(); err != nil {
			return err
		}
	}
	return m.Refusal()
}

// keepAll stores files under the key of the case, none where one has a mark of state secrets.
func (d *Desk) keepAll(ctx context.Context, key seal.Key, caseID int64, sent sent) (refs []FileRef, err error) {
	if err := sent.unmarked(ctx); err != nil {
		return nil, err
	}
	for _, f := range sent.files {
		ref, err := d.keep(ctx, key, caseID, f)
		if err != nil {
			return nil, err
		}
		refs = append(refs, ref)
	}
	return refs, nil
}

// maxFile bounds one stored file.
const maxFile = 500 << 20

func (d *Desk) keep(ctx context.Context, key seal.Key, caseID int64, f form.File) (FileRef, error) {
	r, err := f.Open()
	if err != nil {
		return FileRef{}, err
	}
	defer r.Close()
	digest := sm3.New()
	ref, err := d.Blobs.Put(ctx, key, record.FilesAt(caseID), io.TeeReader(r, digest), maxFile)
	if err != nil {
		return FileRef{}, err
	}
	return FileRef{Name: f.Name, Size: ref.Size, SHA256: ref.SHA256, SM3: fmt.Sprintf("%x", digest.Sum(nil)), Blob: ref.Address}, nil
}

// checkNow runs the rules in force today over the application with what the center knows.
func (d *Desk) checkNow(ctx context.Context, c *casework.Case, app *patent.Application, f *check.FilingFacts) (rep *check.Report, err error) {
	today := d.office.Today()
	var facts check.Facts
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		if facts, err = d.ruleFacts(ctx, tx, c, app, today); err != nil {
			return err
		}
		facts.Gallery, err = gallery.Own(ctx, d.office, tx, c, app)
		return err
	})
	if err != nil {
		return nil, err
	}
	facts.Filing = f
	return check.Run(check.Input{App: app, On: today, Facts: facts}, d.Rules), nil
}

// ruleFacts are what the registers and the configuration of the center say on the day.
func (d *Desk) ruleFacts(ctx context.Context, tx *store.Tx, c *casework.Case, app *patent.Application, today calendar.Day) (facts check.Facts, err error) {
	facts.Class = c.Attrs[attrClass]
	if facts.Registry, err = d.Registry(ctx, tx, registryQuery(c, app, today)); err != nil {
		return facts, err
	}
	if c.Number != "" && facts.Registry != nil {
		facts.Registry.QuotaLeft++ // an accepted case has taken its own place in the quota
	}
	facts.Settings, err = d.settingsFacts(ctx, tx, c, today)
	return facts, err
}

func registryQuery(c *casework.Case, app *patent.Application, today calendar.Day) RegistryQuery {
	q := RegistryQuery{Center: c.Center, Owner: c.Owner, Agent: c.Agent, Year: today.Year()}
	if r := app.Request; r != nil {
		for _, a := range r.Applicants {
			q.Names, q.Codes = append(q.Names, a.Name), append(q.Codes, a.Code)
		}
		q.AgencyName, q.AgencyCode = r.Agency.Name, r.Agency.Code
	}
	return q
}

func (d *Desk) beforeUpload(ctx context.Context, c *casework.Case, key seal.Key, in *Upload) (err error) {
	in.prepared, err = d.read(ctx, c, key, sent{in.Files, in.Declared}, cmp.Or(in.Kind, c.Kind))
	return err
}

// upload adds a version of the papers and takes from them whatever they say about the case.
func (d *Desk) upload(s *casework.Step, in *Upload) error {
	return d.addVersion(s, in.prepared, in.Given, ForExam)
}

// addVersion stores a version and prefills the case from the papers, so that nothing that they
// say is typed again.
func (d *Desk) addVersion(s *casework.Step, p *prepared, given consent.Given, purpose string) error {
	if err := consent.Step(s, given, p.app.Identities()); err != nil {
		return err
	}
	v := &Version{ID: s.Office.DB.NewID(), Case: s.Case.ID, Purpose: purpose, At: s.Now, Account: s.Actor.Account,
		Rules: p.report.RulesVersion, Files: p.files, App: p.app, Report: p.report}
	if err := record.Insert(s.Ctx, s.Tx, s.Key(), s.Case.Center, v); err != nil {
		return err
	}
	if purpose == ForFiling {
		return nil
	}
	if p.app.Kind != "" {
		s.Case.Kind = string(p.app.Kind)
	}
	if p.app.Title != "" {
		s.SetTitle(p.app.Title)
	}
	if class := mainClass(p.app); class != "" {
		s.Case.SetAttr(attrClass, class)
	}
	return nil
}

// mainClass returns the IPC subclass or Locarno class that the papers state first.
func mainClass(app *patent.Application) string {
	r := app.Request
	switch {
	case r == nil:
		return ""
	case app.Kind == patent.Design:
		return strings.TrimSpace(r.Locarno)
	case len(r.IPC) > 0:
		ipc := strings.ReplaceAll(strings.TrimSpace(r.IPC[0]), " ", "")
		return ipc[:min(4, len(ipc))]
	}
	return ""
}

// discard deletes a draft with its text: nothing was handed in, so nothing has to be kept.
func (d *Desk) discard(s *casework.Step, _ *Discard) error { return gallery.Forget(s) }

// expire is the clock's: nobody went on with the draft.
func (d *Desk) expire(s *casework.Step, _ *Overdue) error {
	if err := d.overdue(s, "draft"); err != nil {
		return err
	}
	return gallery.Forget(s)
}

// submit hands the latest version in: the gates are asked, the findings of the self-check become
// the examiner's, and the receipt is issued.
func (d *Desk) submit(s *casework.Step, in *Submit) error {
	if !in.Undertaking {
		return fault.New(fault.Invalid, "preexam.undertaking", "请阅读并勾选预审承诺后再提交").At("undertaking")
	}
	v, err := record.Find(s.Ctx, s.Tx, s.Key(), s.Case.ID, 0, ForExam)
	if err != nil {
		return err
	}
	if v == nil {
		return fault.New(fault.Invalid, "preexam.no_papers", "还没有上传申请文件，请先上传案卷包再提交").At("files")
	}
	if s.Case.Kind == "" {
		return fault.New(fault.Invalid, "preexam.kind", "未能从文件识别申请类型，请在上传时选择发明、实用新型或外观设计").At("kind")
	}
	if err := consent.Step(s, in.Given, v.App.Identities()); err != nil {
		return err
	}
	if err := d.askGates(s, v); err != nil {
		return err
	}
	if in.Green {
		s.Case.SetAttr(attrGreen, "requested")
	}
	if err := d.takeFindings(s, v); err != nil {
		return err
	}
	return d.receipt(s, v)
}

// askGates asks whether the parties, and those whom the papers name, may bring the matter in today.
func (d *Desk) askGates(s *casework.Step, v *Version) error {
	q := casework.GateQuery{Owner: s.Case.Owner, Agent: s.Case.Agent, Kind: s.Case.Kind}
	if v != nil {
		named := registryQuery(s.Case, v.App, s.Today)
		q.Names, q.Codes = named.Names, named.Codes
	}
	if class := s.Case.Attrs[attrClass]; class != "" {
		q.Classes = []string{class}
	}
	for _, gate := range d.Gates {
		if err := gate(s, q); err != nil {
			return err
		}
	}
	return nil
}
