package status_test

import (
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/document"
	"zhibao/casework/setting"
	"zhibao/casework/status"
	"zhibao/internal/access"
	"zhibao/internal/limit"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
	"zhibao/law/rule"
)

// TestVerifySealedPaper: whoever holds a paper sees that its seal is good, when a paper was voided, on
// which ways it was served, and nobody's name but the signer's.
func TestVerifySealedPaper(t *testing.T) {
	cite := []rule.Cite{{Text: "本中心规定", Article: "试"}}
	var issued *document.Paper
	chart := &casework.Chart{Code: "letter", Prefix: "XH", Title: "来信", English: "Letter", Sides: []casework.Side{{Code: "asker", Title: "来信人", English: "Asker"}},
		States: []casework.State{{Code: "in", Title: "待登记", English: "At the counter", Queue: casework.Clerk}, {Code: "done", Title: "已办结", English: "Done", Final: true}},
		Moves: []casework.Move{{Code: "write", Title: "来信", English: "Write", To: []string{"in"}, By: []casework.Role{casework.Entity}, Basis: cite, Do: casework.Input(func(s *casework.Step, _ *nothing) (err error) {
			s.Case.Owner = s.Actor.Party
			issued, err = document.Issue(s, document.Draft{Template: "letter", Version: "1", Name: "答复函", Series: "答", To: "张三", Body: []paper.Block{paper.P("秘密内容")},
				Recipients: []document.Recipient{{Party: 100}, {Party: 200, Channel: document.Post}}})
			return err
		})}, {Code: "end", Title: "作废", English: "Void", From: []string{"in"}, To: []string{"done"}, By: []casework.Role{casework.Clerk}, Basis: cite,
			Do: casework.Input(func(s *casework.Step, _ *nothing) error { return document.Void(s, issued.ID, "对象有误") })}}}
	office, clock := caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{chart}, Settings: status.Settings(), Schemas: []store.Schema{limit.Schema()}})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return office.Settings.Set(t.Context(), tx, office.DB.NewID(), caseworktest.CenterID, setting.Value{Key: "document.seal", Value: document.OwnSeal, From: office.Today(), At: clock.Now().UnixMicro()})
	}))
	who := func(account, party int64, r casework.Role) casework.Actor {
		return casework.Actor{Name: "甲", Subject: access.Subject{Account: account, Center: caseworktest.CenterID, Party: party, Roles: []string{string(r)}}}
	}
	out, err := office.Move(t.Context(), casework.Request{Actor: who(10, 100, casework.Entity), Chart: "letter", Move: "write", Input: &nothing{}})
	must(err)
	pages := status.New(status.Pages{Office: office, Limits: limit.New(office.DB, limit.Options{Now: clock.Now, Secret: []byte("test")})})
	cfg := webtest.Config(nil)
	cfg.Now = clock.Now
	s := webtest.Start(t, cfg, pages.Module())
	see := func() *webtest.Page {
		t.Helper()
		p := s.Get("/verify?code=" + issued.Content.Verify.Code)
		p.Check()
		if strings.Contains(p.Body, "张三") || strings.Contains(p.Body, "秘密内容") {
			t.Error("the page says more than the head of the paper")
		}
		return p
	}
	page := see()
	page.Contains(issued.Number, issued.Digest, "签名有效", "中国（示范）知识产权保护中心", "电子送达", "邮寄送达", "尚未送达")
	var cert string
	for _, a := range webtest.All(page.Root, "a") {
		if strings.HasPrefix(webtest.Attr(a, "href"), "/verify/certificate/") {
			cert = webtest.Attr(a, "href")
		}
	}
	if p := s.Get(cert); p.Status != 200 || !strings.HasPrefix(p.Body, "-----BEGIN CERTIFICATE-----") {
		t.Errorf("%s: %d %s", cert, p.Status, p.Body)
	}
	if p := s.Get("/verify/certificate/00"); p.Status != 404 {
		t.Errorf("an unknown key: %d", p.Status)
	}
	_, err = office.Move(t.Context(), casework.Request{Actor: who(1, 0, casework.Clerk), Case: out.Case.ID, Expected: out.Case.Version, Move: "end", Input: &nothing{}})
	must(err)
	see().Contains("已撤销", "签名有效")
	must(office.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE document_signature SET signature = $1`, []byte{1, 2, 3})
		return err
	}))
	see().Contains("签名无效")
}
