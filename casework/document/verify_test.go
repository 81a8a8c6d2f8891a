package document_test

import (
	"errors"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/document"
	"zhibao/casework/setting"
	"zhibao/internal/access"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/law/rule"
	"zhibao/law/term"
)

type in struct {
	Text string `json:"text"`
}

// letters is a procedure of one move, which issues a paper and starts a term.
func letters() caseworktest.Setup {
	basis := []rule.Cite{{Text: "本中心规定", Article: "试"}}
	write := casework.Input(func(s *casework.Step, _ *in) error {
		s.Case.Owner = s.Actor.Party
		if err := s.Issue(); err != nil {
			return err
		}
		_, err := document.Issue(s, document.Draft{Template: "letter", Version: "2026-01-01", Name: "回执", Series: "信", To: "某某", Party: s.Case.Owner,
			Body: []paper.Block{paper.Q("收到。")}})
		return err
	})
	c := &casework.Chart{Code: "letter", Prefix: "XH", Title: "来信", English: "Letter",
		States: []casework.State{{Code: "open", Title: "办理中", English: "Open", Queue: casework.Clerk}, {Code: "done", Title: "已办结", English: "Done", Final: true}},
		Moves: []casework.Move{
			{Code: "write", Title: "来信", English: "Write", To: []string{"open"}, By: []casework.Role{casework.Entity}, Basis: basis, Do: write},
			{Code: "sign", Title: "办结", English: "Sign", From: []string{"open"}, To: []string{"done"}, By: []casework.Role{casework.Clerk}, Basis: basis,
				Do: casework.Input(func(*casework.Step, *in) error { return nil })},
		},
		Clocks: []casework.ClockRule{{Code: "reply", Title: "答复期限", English: "Reply", Start: []string{"write"}, Stop: []string{"sign"}, Setting: "letter.reply",
			Regime: term.Center, Basis: basis}}}
	return caseworktest.Setup{Charts: []*casework.Chart{c}, Settings: []setting.Def{{Key: "letter.reply", Title: "答复期限", English: "Reply", Type: setting.Length,
		Default: map[string]string{"": "5工作日"}}}}
}

func TestVerifyFindsWhatWasDoneToPapersAndClocks(t *testing.T) {
	o, _ := caseworktest.NewOffice(t, letters())
	who := casework.Actor{Name: "甲", Via: "test"}
	who.Subject = access.Subject{Account: 10, Center: caseworktest.CenterID, Party: 100, Roles: []string{string(casework.Entity)}}
	for range 2 {
		if _, err := o.Move(t.Context(), casework.Request{Actor: who, Chart: "letter", Move: "write", Input: &in{}}); err != nil {
			t.Fatal(err)
		}
	}
	if v, err := document.VerifyAll(t.Context(), o); err != nil || len(v.Flaws) > 0 || v.Cases != 2 || v.Events != 2 {
		t.Fatalf("nothing was touched: %+v, %v", v, err)
	}
	changes := map[string]string{
		`DELETE FROM document_paper WHERE number LIKE '%1号'`:                                              "知保信〔2026〕1号 不存在",
		`UPDATE document_paper SET number = '知保信〔2026〕9号' WHERE number LIKE '%1号'`:                        "知保信〔2026〕9号 没有出具记录",
		`UPDATE document_paper SET case_id = (SELECT MAX(id) FROM casework_case) WHERE number LIKE '%1号'`: "已被改动",
		`UPDATE document_paper SET at = at + 1 WHERE number LIKE '%1号'`:                                   "已被改动",
		`UPDATE document_paper SET party_id = 7 WHERE number LIKE '%1号'`:                                  "已被改动",
		`UPDATE document_paper SET digest = code WHERE number LIKE '%1号'`:                                 "已被改动",
		`UPDATE document_paper SET code = digest WHERE number LIKE '%1号'`:                                 "已被改动",
		`UPDATE casework_case SET due_party = TRUE`:                                                       "与按记录计算的",
		`UPDATE casework_case SET provisional = TRUE`:                                                     "与按记录计算的",
		`UPDATE casework_case SET due = due + 30`:                                                         "与按记录计算的",
	}
	for change, want := range changes {
		stop := errors.New("undo")
		err := o.DB.Write(t.Context(), func(tx *store.Tx) error {
			if n, err := tx.Exec(t.Context(), change); err != nil || n == 0 {
				t.Fatalf("%s: %d rows, %v", change, n, err)
			}
			papers, err := document.Verify(t.Context(), tx)
			if err != nil {
				return err
			}
			clocks, err := o.VerifyClocks(t.Context(), tx)
			if err != nil {
				return err
			}
			var said []string
			for _, f := range append(papers, clocks...) {
				said = append(said, f.String())
			}
			if !strings.Contains(strings.Join(said, "\n"), want) {
				t.Errorf("%s: found %q", change, said)
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
	}
}
