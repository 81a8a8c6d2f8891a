package e2e

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	separate "zhibao/casework/consent"
	"zhibao/casework/worklist/copied"
	"zhibao/examination/preexam"
	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/internal/web/form"
	"zhibao/patent/filing"
	"zhibao/patent/secrecy"
)

// unmarkedFiles are the files of cases that carry no number, and why.
var unmarkedFiles = map[string]string{
	"/comparison/":    "纠纷案件比对的是已授权公告的专利",
	"/delivery/":      "送达证明不含申请文本",
	"/documents/":     "备案材料",
	"/drafts/":        "纠纷案件的文书草稿",
	"/exhibits/":      "纠纷案件的证据",
	"/hearings/":      "纠纷案件的笔录",
	"/infringement/":  "纠纷案件的材料",
	"/proofs/{proof}": "延期申请的证明材料不含申请文本",
}

// taken is one way in which a text leaves a case.
type taken struct{ route, login, path string }

// TestCopiesAreTraced takes everything that can be taken out of an unpublished case and finds each time, from the file
// alone, who took it. The applicant's own copy of the same carries nothing. Whoever adds a way out has to add it here.
func TestCopiesAreTraced(t *testing.T) {
	w := lived(t)
	id := w.withWord(t)
	c := func(format string, args ...any) string { return fmt.Sprintf(format, append([]any{id}, args...)...) }
	ways := []taken{
		{"/originals/{version}/{file}", "yushen1", c("/preexam/%d/original/1/0")}, {"/originals/{version}/{file}", "fuhe1", c("/preexam/%d/original/1/1")},
		{"/annotated/{version}/{file}", "yushen1", c("/preexam/%d/annotated/1/1")}, {"/archive", "yushen1", c("/preexam/%d/archive")}, {"/archive", "fuhe1", c("/preexam/%d/archive")},
		{"/pictures/{version}/{figure}", "yushen1", c("/preexam/%d/figure/1/0")},
		{"", "yushen1", c("/preexam/%d/report?v=1")}, {"", "yushen1", c("/preexam/%d/report?v=1&format=html")}, {"", "fuzeren", "/board/print/pdf"}, {"", "fuzeren", "/board/print/docx"},
	}
	for _, format := range []string{"pdf", "docx"} {
		for _, table := range []string{"flow", "contents"} {
			ways = append(ways, taken{"/dossier/{table}/{format}", "yushen1", c("/case/%d/dossier/%s/%s", table, format)})
		}
		ways = append(ways, taken{"/papers/{paper}/{format}", "yushen1", c("/case/%d/paper/%d/%s", w.paper(t, id), format)})
	}
	w.allFiles(t, ways)
	auditor := w.person(t, "auditor")
	seen := map[string]bool{}
	for _, way := range ways {
		p := w.person(t, way.login).Get(way.path)
		if p.Status != http.StatusOK {
			t.Fatalf("%s: %d", way.path, p.Status)
		}
		name := p.Header.Get("Content-Disposition")
		got := copied.Within(name, []byte(p.Body))
		if len(got) != 1 || seen[got[0]] {
			t.Errorf("%s by %s: found %v", way.path, way.login, got)
			continue
		}
		seen[got[0]] = true
		who := w.actor(t, way.login)
		asked := auditor.Submit(auditor.Get("/copies"), "text", map[string][]string{"text": {strings.ToLower(got[0])}})
		if !strings.Contains(asked.Body, "副本 "+got[0]+"："+who.Name) {
			t.Errorf("%s: the auditor is not told that %s took %s", way.path, who.Name, got[0])
		}
	}
	for _, way := range ways {
		if way.login != "yushen1" {
			continue
		}
		p := w.person(t, "qiye01").Get(way.path)
		if got := copied.Within(p.Header.Get("Content-Disposition"), []byte(p.Body)); p.Status == http.StatusOK && len(got) != 0 {
			t.Errorf("%s: the applicant's own copy carries %v", way.path, got)
		}
	}
	w.tracedByPicture(t, id)
}

// allFiles holds the ways against the files that the interface describes.
func (w *world) allFiles(t *testing.T, ways []taken) {
	t.Helper()
	for path, item := range w.described(t).Paths.Map() {
		rest, ok := strings.CutPrefix(path, "/api/v1/cases/{case}")
		if !ok || item.Get == nil {
			continue
		}
		files := false
		for kind := range item.Get.Responses.Status(http.StatusOK).Value.Content {
			files = files || kind != "application/json"
		}
		known := slices.ContainsFunc(ways, func(x taken) bool { return x.route == rest })
		for prefix := range unmarkedFiles {
			known = known || strings.HasPrefix(rest, prefix)
		}
		if files && !known {
			t.Errorf("%s sends a file, and nothing says whether it is numbered", path)
		}
	}
}

// withWord is a case under examination with a Word document beside its package.
func (w *world) withWord(t *testing.T) int64 {
	t.Helper()
	p := paper.Paper{Style: paper.Report, Title: "草稿", Body: []paper.Block{paper.P("说明书"), paper.P("本发明涉及日用品。")}}
	var word bytes.Buffer
	if err := docx.Write(&word, p); err != nil {
		t.Fatal(err)
	}
	id := w.move(t, "qiye01", 0, "create", &preexam.Create{Ref: "E2E"})
	w.move(t, "qiye01", id, "upload", &preexam.Upload{Declared: secrecy.Declared{Clear: true}, Given: separate.Both(), Files: []form.File{
		form.Bytes("案卷包.zip", pack(t, defective(0, 0, nil).Filing(), filing.Options{})), form.Bytes("草稿.docx", word.Bytes())}})
	w.move(t, "qiye01", id, "submit", &preexam.Submit{Undertaking: true})
	return w.examined(t, id, "yushen1", "fuhe1")
}

// tracedByPicture: the picture is one copy for all pictures of the case that one person looks at within the hour, it is traced from its
// pixels by a head, and a number that was never given is said to be none.
func (w *world) tracedByPicture(t *testing.T, id int64) {
	t.Helper()
	first := w.person(t, "yushen1").Get("/preexam/" + itoa(id) + "/figure/1/0")
	again := w.person(t, "yushen1").Get("/preexam/" + itoa(id) + "/figure/1/0")
	if a, b := copied.Within("", []byte(first.Body)), copied.Within("", []byte(again.Body)); len(a) != 1 || !slices.Equal(a, b) {
		t.Errorf("the same pictures are copies %v and %v", a, b)
	}
	head := w.person(t, "fuzeren")
	if p := attach(t, head, "/copies", "file", form.Bytes("截图.png", []byte(first.Body)), nil); !strings.Contains(p.Body, w.actor(t, "yushen1").Name) || !strings.Contains(p.Body, "图片") {
		t.Errorf("a picture is not traced: %d", p.Status)
	}
	if p := head.Submit(head.Get("/copies"), "text", map[string][]string{"text": {"无编号"}}); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("no number: %d", p.Status)
	}
	if p := w.person(t, "yushen1").Get("/copies"); p.Status != http.StatusNotFound && p.Status != http.StatusForbidden {
		t.Errorf("an examiner sees whose copies there are: %d", p.Status)
	}
}
