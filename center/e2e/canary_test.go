package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	separate "zhibao/casework/consent"
	"zhibao/patent/secrecy"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zhibao/casework/setting"
	"zhibao/center"
	"zhibao/examination/preexam"
	"zhibao/examination/preexam/sight"
	"zhibao/internal/ocr"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
	"zhibao/patent/filing"
)

// canary is a word that no other text has. It is planted in everything that is secret.
const canary = "金丝雀枳棘鸰QZX"

// planted is an application with the canary in title, claim, description, abstract, file name and
// inventor.
func planted() *filing.Application {
	a := defective(0, 0, nil)
	f := a.Filing()
	f.Request.Title += canary
	f.Title += canary
	f.Claims[0].Text = canary + f.Claims[0].Text
	f.Sections[0].Paragraphs[0].Text += canary
	f.Abstract[0].Text += canary
	f.Request.Inventors[0].Name = canary
	if len(f.Figures) > 0 {
		f.Figures[0].Art.Signs = []string{drawn}
	}
	return f
}

// drawn is a word that stands in a drawing alone.
const drawn = "CANARYQZX"

// TestCanary plants a word in everything that nobody may read before publication, works with it,
// and looks for it in all that is left: database, log of the database, files, keys, a backup,
// temporary folder and logs, in every encoding in which it came in. It is found nowhere.
func TestCanary(t *testing.T) {
	slow(t)
	if _, err := built(); err != nil { // of all tests, so not in the folder of this one
		t.Fatal(err)
	}
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	w := lived(t)
	// Words in pictures are read too, where this machine has the engine: they are as secret as the text.
	err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.Office.Settings.Set(t.Context(), tx, w.DB.NewID(), w.Center.Center.ID, setting.Value{Key: sight.Key, Value: "true", From: calendar.DayOf(now())})
	})
	if err != nil {
		t.Fatal(err)
	}
	party := w.person(t, "qiye01")
	id := w.move(t, "qiye01", 0, "create", &create)
	url1 := "/case/" + itoa(id)
	p := upload(t, party, url1+"/move/upload", canary+".zip", pack(t, planted(), filing.Options{}), nil)
	if p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	desk := party.Get("/preexam/" + itoa(id) + "/desk")
	desk.Contains(canary) // the owner reads it
	if _, err := ocr.Find(t.Context()); err == nil && strings.Contains(string(desk.Body), "未启用本机文字识别") {
		t.Error("the words of the drawing were not looked for")
	}
	party.Submit(party.Get(url1+"/move/submit"), "remark", url.Values{"undertaking": {"true"}, "remark": {"请注意" + canary}})
	if k := w.read(t, id); k.State != "submitted" {
		t.Fatalf("not submitted: %s", k.State)
	}
	w.examined(t, id, "yushen1", "fuhe1")
	examiner := w.person(t, "yushen1")
	add := examiner.Get(url1 + "/move/add")
	got := examiner.Submit(add, "title", url.Values{"part": {"权利要求书"}, "title": {"缺陷" + canary}, "message": {"说明" + canary}, "basis": {"专利法第二十六条第四款"}, "severity": {"E"}})
	if got.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Status, shorten(webtest.Text(got.Root)))
	}
	// A draft of a form, a search by title, a request that fails, one that is refused.
	opine := examiner.Get(url1 + "/move/opine")
	saveDraft(t, examiner, opine, "preexam.opine."+itoa(id), url.Values{"opinion": {"草稿" + canary}})
	list := examiner.Get("/work")
	if found := examiner.Submit(list, "title", url.Values{"title": {canary}}); found.Status != http.StatusSeeOther || strings.Contains(found.Header.Get("Location"), "title") {
		t.Errorf("a search by title answers %d %s", found.Status, found.Header.Get("Location"))
	} else {
		examiner.Get(found.Header.Get("Location")).Contains(canary)
	}
	examiner.Get("/case/" + url.PathEscape(canary))
	examiner.Submit(opine, "opinion", url.Values{"opinion": {"意见" + canary}})
	examiner.Get("/preexam/" + itoa(id) + "/desk").Contains(canary)
	searchedFor(t, w, id)
	for _, format := range []string{"pdf", "docx"} {
		examiner.Get(url1 + "/paper/" + itoa(w.paper(t, id)) + "/" + format)
	}
	filedOtherwise(t, w, id)
	// A stranger checks papers, and sends what cannot be read.
	upload(t, w.visitor(t), "/check", canary+".zip", pack(t, planted(), filing.Options{}), nil).Contains(canary)
	upload(t, w.visitor(t), "/check", canary+".zip", []byte("PK\x03\x04"+canary), nil)
	// A copy of all of it lies in the backup, which is searched as well.
	var said bytes.Buffer
	if err := center.Backup(t.Context(), &said, filepath.Join(w.Dir, "data"), "", filepath.Join(w.Dir, "backup"), 0); err != nil {
		t.Fatal(err, said.String())
	}
	search(t, w, temp)
	stolen(t, w)
	keyStays(t, w)
}

// filedOtherwise takes the case on to a filing that differs beside the canary, so that the
// comparison, its refusal, the paper and the archive quote it.
func filedOtherwise(t *testing.T, w *world, id int64) {
	t.Helper()
	w.settle(t, id)
	other := planted()
	other.Abstract[0].Text += "改"
	w.move(t, "qiye01", id, "file", &preexam.Filed{Declared: secrecy.Declared{Clear: true}, Given: separate.Both(), Number: appNo(1, 9300001), Day: calendar.DayOf(now()),
		Files: []form.File{form.Bytes(canary+".zip", pack(t, other, filing.Official()))}})
	marker, url1 := w.person(t, "baosong"), "/case/"+itoa(id)
	marker.Get("/preexam/" + itoa(id) + "/identity").Contains(canary)
	agree := marker.Submit(marker.Get(url1+"/move/agree"), "remark", nil)
	agree.Contains(canary) // the refusal quotes the place
	marker.Submit(marker.Get(url1+"/move/differ"), "reason", url.Values{"reason": {"摘要不一致：" + canary}})
	if k := w.read(t, id); k.State != preexam.Mismatch {
		t.Fatalf("the filing ends as %s: %s", k.State, shorten(webtest.Text(agree.Root)))
	}
	if p := w.person(t, "yushen1").Get("/preexam/" + itoa(id) + "/archive"); p.Status != http.StatusOK || len(p.Body) < 10_000 {
		t.Errorf("the archive answers %d with %d bytes", p.Status, len(p.Body))
	}
}

// keyStays looks for the root key, as it is written and as it is, in the data folder and in the backup: it is in its
// own file alone.
func keyStays(t *testing.T, w *world) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(w.Dir, "key", "root.key"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Root string }
	err = json.Unmarshal(raw, &file)
	secret, err2 := hex.DecodeString(file.Root)
	if err = errors.Join(err, err2); err != nil || len(secret) < 32 {
		t.Fatal("the key file is of another form", err)
	}
	found := 0
	err = filepath.WalkDir(w.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(file.Root)) || bytes.Contains(b, secret) {
			if found++; filepath.Base(filepath.Dir(path)) != "key" {
				t.Errorf("%s has the root key", path)
			}
		}
		return err
	})
	if err != nil || found != 1 {
		t.Errorf("the root key is in %d files %v", found, err)
	}
}

// search looks for the canary in everything on the disk and in the log.
func search(t *testing.T, w *world, temp string) {
	t.Helper()
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(canary)
	if err != nil {
		t.Fatal(err)
	}
	forms := map[string]string{"UTF-8": canary, "GB18030": gbk, "address": url.QueryEscape(canary), "Latin part": "鸰QZX", "drawing": drawn, "base64": base64.StdEncoding.EncodeToString([]byte(canary))[:20]}
	for _, letters := range []string{canary} {
		var wide []byte
		for _, r := range letters {
			wide = append(wide, byte(r), byte(r>>8))
		}
		forms["UTF-16"] = string(wide)
	}
	seen := 0
	for _, dir := range []string{w.Dir, temp} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			seen++
			for name, s := range forms {
				if bytes.Contains(b, []byte(s)) || strings.Contains(path, s) {
					t.Errorf("%s has the canary as %s", path, name)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var figures strings.Builder
	w.Center.Recorder.Write(t.Context(), &figures)
	if !strings.Contains(figures.String(), `zhibao_move_seconds_count{name="submit",outcome="ok"}`) {
		t.Error("the journey is not among the figures")
	}
	for name, s := range forms {
		if strings.Contains(figures.String(), s) {
			t.Errorf("the figures have the canary as %s", name)
		}
		if strings.Contains(w.Log.String(), s) {
			t.Errorf("the log has the canary as %s", name)
		}
	}
	if seen < 5 {
		t.Errorf("only %d files were searched", seen)
	}
	for _, n := range []string{"data/zhibao.db", "data/zhibao.db-wal", "backup/*/zhibao.db"} {
		if found, err := filepath.Glob(filepath.Join(w.Dir, n)); err != nil || len(found) == 0 {
			t.Errorf("%s was not searched: %v", n, err)
		}
	}
}

// stolen opens a copy of the data folder without the key file.
func stolen(t *testing.T, w *world) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "data"), os.DirFS(filepath.Join(w.Dir, "data"))); err != nil {
		t.Fatal(err)
	}
	for _, fresh := range []bool{false, true} {
		c, err := center.Open(t.Context(), center.Config{Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "key", "root.key"), MakeKey: fresh, Plain: true, Now: now, Log: w.Center.Log})
		if err == nil {
			c.Close()
			t.Errorf("the copied folder opens without its key (a new one made: %v)", fresh)
		}
	}
}
