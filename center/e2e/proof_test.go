package e2e

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"zhibao/center/demo/text"
	"zhibao/examination/preexam"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
	"zhibao/patent/secrecy"
)

// said is what a party writes of an outage.
const said = "当日全天无法登录电子申请系统"

// outage asks for more time with two files of proof, and returns the first.
func (w *world) outage(t testing.TB, id int64) []byte {
	t.Helper()
	proof := pdf("公告截图")
	w.move(t, "qiye01", id, "ask_more_time", &preexam.AskMoreTime{Reason: said, Files: []form.File{form.Bytes("系统故障公告.pdf", proof), form.Bytes("截图.png", []byte("\x89PNG"))},
		Declared: secrecy.Declared{Clear: true}})
	return proof
}

// proof is a file of proof of a case.
func (w *world) proof(t testing.TB, id int64) (no int64) {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT MIN(id) FROM preexam_proof WHERE case_id = $1`, id).Scan(&no)
	})
	if err != nil {
		t.Fatal(err)
	}
	return no
}

// TestOutageIsProved: the filing system is down on the last day. The party asks for time with its proof,
// the head reads both without a right to the text and extends; who has nothing to do with the case sees
// neither.
func TestOutageIsProved(t *testing.T) {
	w := lived(t)
	id := w.passed(t, text.Corrected(defective(0, 0, nil)).Filing())
	proof := w.outage(t, id)
	due := w.read(t, id).Due
	page, link := fmt.Sprintf("/case/%d", id), regexp.MustCompile(fmt.Sprintf(`/preexam/%d/proof/\d+`, id))
	var href string
	for _, login := range []string{"qiye01", "shouli1", "yushen1", "fuzeren", "zhuren"} {
		s := w.person(t, login)
		p := s.Get(page)
		p.Check()
		if links := link.FindAllString(p.Body, -1); !strings.Contains(webtest.Text(p.Root), said) || len(links) != 2 {
			t.Errorf("%s reads of the outage: %v; %d links", login, strings.Contains(webtest.Text(p.Root), said), len(links))
		} else if href = links[0]; s.Get(href).Body != string(proof) {
			t.Errorf("%s does not get the proof", login)
		}
	}
	for _, login := range []string{"yushen2", "shengju", "qiye04"} {
		s := w.person(t, login)
		if p := s.Get(page); strings.Contains(p.Body, said) || link.MatchString(p.Body) {
			t.Errorf("%s reads a request that is not theirs to decide", login)
		}
		if p := s.Get(href); p.Status != 404 {
			t.Errorf("%s gets the proof: %d", login, p.Status)
		}
	}
	w.move(t, "fuzeren", id, "extend", &preexam.Extend{Clock: "file", By: "2工作日", Reason: "国家局系统故障"})
	if w.read(t, id).Due <= due {
		t.Error("the term was not extended")
	}
}
