package e2e

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	separate "zhibao/casework/consent"
	"zhibao/patent/secrecy"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/center/demo/text"
	"zhibao/examination/preexam"
	"zhibao/examination/quality/inspection"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/patent/filing"
	"zhibao/protection/delegation"
)

// codes are the codes of 16 characters and a check character on papers.
var codes = regexp.MustCompile(`[0-9A-Z]{4}(-[0-9A-Z]{4}){3}-[0-9A-Z]`)

// TestRestAnswers reads every address that stands for a page, as somebody who may, and holds each
// answer against its description. Whoever describes a new address has to read it here.
func TestRestAnswers(t *testing.T) {
	w := lived(t)
	doc := w.described(t)
	id := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
	filed, _ := w.marked(t)
	reg, file := w.registrationOf(t, "qiye01")
	var o struct{ ID string }
	w.program(t, "fuzeren").act(fmt.Sprintf("/cases/%d/openings", id), map[string]any{"reason": "当事人来访，须当面核对"}, &o)
	var imp struct{ ID string }
	shouli := w.program(t, "shouli1")
	shouli.act("/registration/imports", map[string]any{"file": shouli.upload("名册.csv", nameList("甲示例有限公司"))}, &imp)
	var carried struct{ ID string }
	shouli.act("/preexam/imports", map[string]any{"file": shouli.upload("在办.csv", []byte("原案号,申请主体统一社会信用代码,申请类型,当前状态,提交日,受理日\n旧-1,91440300000000001H,发明,预审中,2026-11-02,2026-11-03\n"))}, &carried)
	var patents struct{ Patents []struct{ Number string } }
	officer := w.program(t, "zhifa1")
	officer.get("/patents", &patents)
	var patent struct{ History []struct{ Proof string } }
	officer.get("/patents/"+patents.Patents[0].Number, &patent)
	var ledger struct{ ID string }
	officer.act("/ledger/imports", map[string]any{"file": officer.upload("台账.csv", []byte("专利号,名称,专利权人,申请日,数据来源,数据截至\n202310000001.5,示例,示例,2023-01-03,示例,2026-11-02\n"))}, &ledger)
	var brought struct{ ID string }
	officer.act("/intake", map[string]any{"file": officer.upload("清单.csv", []byte("公开号,名称\nCN113783949A,示例\n,没有号码\n")), "source": "示例", "as_of": "2026-11-02"}, &brought)
	var wish struct{ Case string }
	w.program(t, "yushen1").act("/my/privacy", map[string]any{"kind": "access", "what": "登记的联系方式"}, &wish)
	entrusted, letter := w.entrusted(t)
	takeover := w.takeover(t)
	word, _ := w.wordDraft(t)
	late := w.passed(t, text.Corrected(defective(0, 0, nil)).Filing())
	w.outage(t, late)
	status, verify := w.codes(t, id)
	head := w.logged(t)
	one := func(format string, args ...any) string { return fmt.Sprintf(format, args...) }
	calls := map[string][2]string{ // login, address
		"/messages":                                 {"qiye01", "/messages"},
		"/intake":                                   {"zhifa1", "/intake"},
		"/intake/{id}":                              {"zhifa1", "/intake/" + brought.ID},
		"/intake/{id}/refused":                      {"zhifa1", "/intake/" + brought.ID + "/refused"},
		"/drafts":                                   {"qiye01", "/drafts"},
		"/openings":                                 {"zhuren", "/openings"},
		"/board":                                    {"fuzeren", "/board?state=examining"},
		"/board/weeks":                              {"zhuren", "/board/weeks"},
		"/board/print/{format}":                     {"fuzeren", "/board/print/docx?handler=-1"},
		"/figures/terms":                            {"fuzeren", "/figures/terms?period=2026-10"},
		"/openings/{id}":                            {"zhuren", "/openings/" + o.ID},
		"/cases/{case}/inspectors":                  {"zhuren", one("/cases/%d/inspectors", id)},
		"/status":                                   {"", "/status?code=" + status},
		"/verify":                                   {"", "/verify?code=" + verify},
		"/verify/entry":                             {"", "/verify/entry?code=" + verify},
		"/copies":                                   {"auditor", "/copies"},
		"/audit/heads":                              {"auditor", "/audit/heads"},
		"/audit/heads/{size}":                       {"auditor", one("/audit/heads/%d", head)},
		"/registration":                             {"shouli1", "/registration?kind=entity&sort=-name&per_page=3"},
		"/cases/{case}/registration":                {"shouli1", one("/cases/%d/registration", reg)},
		"/cases/{case}/documents/{file}":            {"shouli1", one("/cases/%d/documents/%d", reg, file)},
		"/registration/imports/template":            {"shouli1", "/registration/imports/template"},
		"/registration/imports/{id}":                {"shouli1", "/registration/imports/" + imp.ID},
		"/registration/imports/{id}/failed":         {"shouli1", "/registration/imports/" + imp.ID + "/failed"},
		"/preexam/imports/template":                 {"shouli1", "/preexam/imports/template"},
		"/preexam/imports/{id}":                     {"shouli1", "/preexam/imports/" + carried.ID},
		"/preexam/imports/{id}/failed":              {"shouli1", "/preexam/imports/" + carried.ID + "/failed"},
		"/cases/{case}/dossier/{table}/{format}":    {"fuzeren", one("/cases/%d/dossier/flow/pdf", id)},
		"/announced":                                {"", "/announced"},
		"/delegation":                               {"zhifa1", "/delegation"},
		"/delegation/{id}/file/{file}":              {"zhifa1", one("/delegation/%d/file/%s", entrusted, letter)},
		"/entrustments":                             {"", "/entrustments"},
		"/patents":                                  {"zhuanjia1", "/patents?kind=design&event=unpaid"},
		"/patents/{number}":                         {"zhuanjia1", "/patents/" + patents.Patents[0].Number + "?on=2026-01-05"},
		"/patents/{number}/proof/{id}":              {"zhifa1", "/patents/" + patents.Patents[0].Number + "/proof/" + patent.History[0].Proof},
		"/ledger/imports/template":                  {"zhifa1", "/ledger/imports/template"},
		"/ledger/imports/{id}":                      {"zhifa1", "/ledger/imports/" + ledger.ID},
		"/ledger/imports/{id}/failed":               {"zhifa1", "/ledger/imports/" + ledger.ID + "/failed"},
		"/counterfeit/published":                    {"", "/counterfeit/published"},
		"/counterfeit/figures":                      {"zhuren", "/counterfeit/figures?by=handler"},
		"/ratings":                                  {"zhuren", "/ratings"},
		"/preexam/progress/template":                {"baosong", "/preexam/progress/template"},
		"/my/accounts":                              {"qiye01", "/my/accounts"},
		"/privacy":                                  {"shouli1", "/privacy"},
		"/incidents":                                {"secadmin", "/incidents"},
		"/unmask":                                   {"auditor", "/unmask"},
		"/data-catalogue":                           {"secadmin", "/data-catalogue"},
		"/data-catalogue/{paper}/{format}":          {"zhuren", "/data-catalogue/risk/pdf"},
		"/personal-data":                            {"", "/personal-data"},
		"/my/agreement":                             {"yushen1", "/my/agreement"},
		"/personal-data/consent":                    {"", "/personal-data/consent"},
		"/my/consents":                              {"qiye01", "/my/consents"},
		"/my/privacy":                               {"yushen1", "/my/privacy"},
		"/my/privacy/{id}":                          {"yushen1", "/my/privacy/" + wish.Case},
		"/takeovers":                                {"shouli1", "/takeovers"},
		"/takeovers/{id}":                           {"shouli1", "/takeovers/" + takeover},
		"/takeovers/{id}/files/{file}":              {"shouli1", "/takeovers/" + takeover + "/files/0"},
		"/fields":                                   {"", "/fields?on=2026-11-23"},
		"/fields/answer":                            {"", "/fields/answer?kind=%E5%8F%91%E6%98%8E&class=H01M10/05"},
		"/fields/history":                           {"", "/fields/history"},
		"/fields/extensions":                        {"zhuren", "/fields/extensions"},
		"/preexam/marks":                            {"baosong", "/preexam/marks"},
		"/preexam/published":                        {"fuzeren", "/preexam/published"},
		"/preexam/marks/sheet":                      {"baosong", "/preexam/marks/sheet"},
		"/cases/{case}/versions":                    {"fuzeren", one("/cases/%d/versions", id)},
		"/cases/{case}/versions/{version}":          {"yushen1", one("/cases/%d/versions/1", id)},
		"/cases/{case}/originals/{version}/{file}":  {"yushen1", one("/cases/%d/originals/1/0", id)},
		"/cases/{case}/annotated/{version}/{file}":  {"qiye01", one("/cases/%d/annotated/1/0", word)},
		"/cases/{case}/proofs/{proof}":              {"fuzeren", one("/cases/%d/proofs/%d", late, w.proof(t, late))},
		"/cases/{case}/pictures/{version}/{figure}": {"yushen1", one("/cases/%d/pictures/1/0", id)},
		"/cases/{case}/compare":                     {"yushen1", one("/cases/%d/compare?a=1&b=1", id)},
		"/cases/{case}/identity":                    {"baosong", one("/cases/%d/identity", filed)},
		"/cases/{case}/archive":                     {"qiye01", one("/cases/%d/archive", id)},
		"/accounts":                                 {"sysadmin", "/accounts"},
		"/claims":                                   {"sysadmin", "/claims"},
		"/roles":                                    {"secadmin", "/roles"},
		"/audit":                                    {"auditor", "/audit"},
		"/reviews":                                  {"auditor", "/reviews?state=open"},
		"/audit/verification":                       {"auditor", "/audit/verification"},
		"/settings":                                 {"zhuren", "/settings"},
		"/settings/{key}":                           {"zhuren", "/settings/preexam.rounds"},
		"/calendar":                                 {"zhuren", "/calendar"},
		"/staff":                                    {"zhuren", "/staff"},
		"/letters":                                  {"shouli1", "/letters"},
		"/drafting":                                 {"fuzeren", "/drafting"},
		"/deliveries":                               {"shouli1", "/deliveries"},
		"/quality":                                  {"yushen1", "/quality?by=rule"},
		"/quality/cases":                            {"fuzeren", "/quality/cases?by=examiner&key=" + fmt.Sprint(w.account(t, "yushen1")) + "&decision=dismissed"},
		"/quality/rules/{rule}":                     {"fuzeren", "/quality/rules/CLM-004"},
		"/quality/plans":                            {"fuzeren", "/quality/plans"},
		"/quality/plans/{id}":                       {"zhuren", one("/quality/plans/%d", w.find(t, "quality", inspection.Running))},
		"/quality/outside":                          {"fuzeren", "/quality/outside"},
		"/quality/staff":                            {"fuzeren", "/quality/staff"},
		"/quality/staff/template":                   {"fuzeren", "/quality/staff/template"},
		"/quality/staff/{account}":                  {"fuzeren", one("/quality/staff/%d", w.account(t, "yushen1"))},
		"/quality/mine":                             {"yushen1", "/quality/mine"},
		"/service":                                  {"", "/service"},
		"/outage":                                   {"zhuren", "/outage"},
		"/outage/arrivals":                          {"shouli1", "/outage/arrivals"},
		"/outage/key":                               {"zhuren", "/outage/key"},
		"/outage/cases/{id}/arrivals/{arrival}":     {"qiye01", one("/outage/cases/%d/arrivals/%d", id, w.arrived(t, id))},
	}
	maps.Copy(calls, w.letters(t))
	maps.Copy(calls, w.disputes(t))
	maps.Copy(calls, w.watched(t))
	maps.Copy(calls, w.navigated(t))
	maps.Copy(calls, w.industry(t))
	maps.Copy(calls, w.valued(t))
	if rates := w.rates(t); len(rates) == 0 {
		t.Error("nobody of the demo has a rate of failures")
	} else {
		calls["/registration/ladder"] = [2]string{"fuzeren", "/registration/ladder"}
		calls["/cases/{case}/ladder/{year}"] = [2]string{"fuzeren", fmt.Sprintf("/cases/%d/ladder/%d", rates[0].Case, rates[0].Year)}
	}
	programs := map[string]*program{}
	for _, x := range w.API.Twins() {
		c, known := calls[x.Path]
		if x.Method != http.MethodGet || !known {
			if x.Method == http.MethodGet && x.Adopted {
				t.Errorf("GET %s is never read here", x.Path)
			}
			continue
		}
		if programs[c[0]] == nil {
			programs[c[0]] = w.program(t, c[0])
		}
		fits(t, doc, "GET", x.Path, programs[c[0]].call("GET", c[1], nil).want(t, 200, ""))
		// A key that was not given the act reads nothing of it.
		if c[0] != "" {
			w.program(t, c[0], "home").call("GET", c[1], nil).want(t, 404, "api.missing")
		}
	}
}

// fileLink is where a page leads to a signed document.
var fileLink = regexp.MustCompile(`/delegation/\d+/file/(\d+)`)

// entrusted is an entrustment in force with one of its signed documents.
func (w *world) entrusted(t testing.TB) (id int64, file string) {
	t.Helper()
	id = w.find(t, "delegation", delegation.Current)
	m := fileLink.FindStringSubmatch(w.person(t, "zhifa1").Get(fmt.Sprintf("/case/%d", id)).Body)
	if m == nil {
		t.Fatalf("no signed document in entrustment %d", id)
	}
	return id, m[1]
}

// TestRestTexts: what a program reads of an unpublished text is in the history as what a person
// reads, and who may not read it cannot tell that it is there.
func TestRestTexts(t *testing.T) {
	w := lived(t)
	id := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
	examiner, head := w.program(t, "yushen1"), w.program(t, "fuzeren")
	var v struct {
		Text     map[string]string
		Findings []struct{ ID, Rule, Quote string }
		Files    []struct{ SHA256 string }
	}
	examiner.get(fmt.Sprintf("/cases/%d/versions/1", id), &v)
	if !strings.Contains(v.Text["权利要求书"], "1.") || len(v.Findings) == 0 || len(v.Files) != 1 || len(v.Files[0].SHA256) != 64 {
		t.Errorf("version 1: %d findings, %d files, claims %.20s", len(v.Findings), len(v.Files), v.Text["权利要求书"])
	}
	if e := w.lastEvent(t, id); e.Move != casework.ReadMove || e.Meta.Via != "api" {
		t.Errorf("the reading is not recorded: %+v", e)
	}
	var c struct {
		Same  bool
		Parts []any
	}
	examiner.get(fmt.Sprintf("/cases/%s/compare?a=1&b=1", w.read(t, id).Number), &c)
	if !c.Same || len(c.Parts) != 0 {
		t.Errorf("a version differs from itself: %+v", c)
	}
	for _, path := range []string{"versions/1", "originals/1/0", "pictures/1/0", "compare", "identity", "archive"} {
		head.call("GET", fmt.Sprintf("/cases/%d/%s", id, path), nil).want(t, 404, "api.missing")
	}
	var vs []struct{ No int }
	if head.get(fmt.Sprintf("/cases/%d/versions", id), &vs); len(vs) != 1 {
		t.Errorf("a head does not see that there is a version: %v", vs)
	}
}

// TestRestCodes: an unknown code and a mistyped one get one answer, and the limit of the pages holds.
func TestRestCodes(t *testing.T) {
	w := lived(t)
	id := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
	status, verify := w.codes(t, id)
	nobody := w.program(t, "")
	var s struct{ State, Next string }
	if nobody.get("/status?code="+status, &s); s.State == "" || s.Next != "center" {
		t.Errorf("status: %+v", s)
	}
	var p struct{ Number, Digest string }
	if nobody.get("/verify?code="+strings.ToLower(verify), &p); p.Number == "" || len(p.Digest) != 64 {
		t.Errorf("paper: %+v", p)
	}
	ref := regexp.MustCompile(`"ref":"[^"]*"`)
	answer := func(path string) string {
		return ref.ReplaceAllString(string(nobody.call("GET", path, nil).want(t, 404, "api.code").raw), "")
	}
	if a, b := answer("/status?code=AAAA-AAAA-AAAA-AAAA-A"), answer("/status?code=x"); a != b {
		t.Errorf("%s\n%s", a, b)
	}
	nobody.call("GET", "/verify", nil).want(t, 422, "form.invalid")
	for range 6 {
		nobody.call("GET", "/status?code=x", nil)
	}
	nobody.call("GET", "/status?code="+status, nil).want(t, 429, "limit.rate")
	nobody.call("GET", "/messages", nil).want(t, 401, "api.key")
}

// marked brings a case to the mark and returns it with its application number.
func (w *world) marked(t testing.TB) (id int64, no string) {
	t.Helper()
	app := text.New(text.IndexOf(filing.Invention, text.Fields()[0])[5]).For(applicant(0), nil)
	id, no = w.passed(t, app.Filing()), appNo(1, 9200001)
	w.move(t, "qiye01", id, "file", &preexam.Filed{Declared: secrecy.Declared{Clear: true}, Given: separate.Both(), Number: no, Day: w.Office.Today(), PaidOn: w.Office.Today(),
		Files: []form.File{form.Bytes("正式提交.zip", pack(t, app.Filing(), filing.Official()))}})
	w.move(t, "baosong", id, "agree", &preexam.Agree{})
	w.move(t, "baosong", id, "mark", &preexam.Mark{Batch: "E2E"})
	return id, no
}

// codes are the codes on the papers of a case: the one for its progress, and one for a paper.
func (w *world) codes(t testing.TB, id int64) (status, verify string) {
	t.Helper()
	firm := w.program(t, "qiye01")
	var papers []struct{ ID string }
	firm.get(fmt.Sprintf("/cases/%d/papers", id), &papers)
	var all []string
	for _, p := range papers {
		all = append(all, codes.FindAllString(string(firm.get(fmt.Sprintf("/cases/%d/papers/%s/json", id, p.ID), nil).raw), -1)...)
	}
	slices.Sort(all)
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		for _, code := range slices.Compact(all) {
			var n int
			if err := tx.Row(t.Context(), `SELECT COUNT(*) FROM status_code WHERE code = $1`, document.CodeHash(code)).Scan(&n); err != nil {
				return err
			}
			if n > 0 {
				status = code
			} else {
				verify = code
			}
		}
		return nil
	})
	if err != nil || status == "" || verify == "" {
		t.Fatalf("codes of the papers: %q %q of %d, %v", status, verify, len(all), err)
	}
	return status, verify
}

// packed is a package of the demo's texts, as the office's client exports it.
func packed(t testing.TB, n int) []byte {
	t.Helper()
	in := text.IndexOf(filing.Invention, text.Fields()[0])
	return pack(t, text.New(in[n%len(in)]).For(applicant(0), nil).Filing(), filing.Options{})
}
