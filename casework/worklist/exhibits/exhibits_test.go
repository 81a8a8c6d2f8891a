package exhibits_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/caseworktest/parceltest"
	"zhibao/casework/evidence"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
)

func submit(name string, files ...form.File) *evidence.Submit {
	in := &evidence.Submit{}
	in.Name, in.Kind, in.Purpose, in.Source, in.Form, in.Files = name, "电子数据", "证明"+name, "自行取得", "原件", files
	return in
}

// photograph is a JPEG with a note of where it was taken.
func photograph(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewRGBA(image.Rect(0, 0, 30, 20)), nil); err != nil {
		t.Fatal(err)
	}
	note := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x00GPS 30.2741N"
	return append(append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(note) + 2)}, note...), out.Bytes()[2:]...)
}

// TestPages: the way from the case to its evidence, one exhibit with its files, and the printed list.
func TestPages(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	w.Do(10, k, evidence.MoveSubmit, submit("现场照片", form.Bytes("现场.jpg", photograph(t)), form.Bytes("录音.mp3", append([]byte("ID3"), bytes.Repeat([]byte("0123456789"), 100)...))))
	w.Do(11, k, evidence.MoveSubmit, submit("签收单"))
	address := fmt.Sprintf("/case/%d/evidence", k.ID)
	own, other, staff := w.Site(10), w.Site(11), w.Site(31)
	page := other.Get(fmt.Sprintf("/case/%d", k.ID))
	page.Check()
	page.Contains("证据（2）", "审理（0）")
	list := other.Get(address)
	list.Check()
	list.Contains("寄件人的证据", "申1", "现场照片", "收件人的证据", "收1", "提交证据", "质证", "申请证据保密", "本中心的证据", "没有可供您查看的证据")
	one := fmt.Sprintf("%s/%d", address, w.Of(10, k)[0].ID)
	seen := other.Get(one)
	seen.Check()
	seen.Contains("申1 现场照片", "证明现场照片", "现场.jpg", "录音.mp3", "SHA-256", "SM3", "保管与流转", "接收")
	if strings.Contains(seen.Body, one+"/file/0") || !strings.Contains(seen.Body, one+"/file/1") || !strings.Contains(seen.Body, one+"/picture/0") {
		t.Error("the other side is offered the photograph as the camera wrote it, or not offered what it may have")
	}
	if p := other.Get(one + "/file/0"); p.Status != http.StatusNotFound {
		t.Errorf("the photograph as it was sent goes to the other side: %d", p.Status)
	}
	if p := other.Get(one + "/picture/0"); p.Status != 200 || p.Header.Get("Content-Type") != "image/jpeg" || strings.Contains(p.Body, "GPS") {
		t.Errorf("the picture: %d %s", p.Status, p.Header.Get("Content-Type"))
	}
	if p := own.Get(one + "/file/0"); p.Body != string(photograph(t)) {
		t.Error("whoever sent the photograph does not get it back as it was")
	}
	if body := staff.Get(one).Body; strings.Contains(body, "/move/decide_secret") || !strings.Contains(body, "/move/hand_exhibit") {
		t.Error("a decision on secrecy is offered where nobody asked for any, or what fits is not")
	}
	for _, path := range []string{one + "/file/7", one + "/file/x", one + "/picture/1", address + "/1", address + "/list/odt"} {
		if p := own.Get(path); p.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	if p := staff.Get(address + "/list/docx"); p.Status != 200 || !parceltest.Holds([]byte(p.Body), "现场照片") || !parceltest.Holds([]byte(p.Body), "证据清单") {
		t.Errorf("the printed list: %d", p.Status)
	}
	secret := submit("配方", parceltest.PDF("配方.pdf", "x"))
	secret.Secret, secret.Why = true, "未公开的配方"
	w.Do(11, k, evidence.MoveSubmit, secret)
	dossier := []byte(own.Get(fmt.Sprintf("/case/%d/dossier/contents/docx", k.ID)).Body)
	if !parceltest.Holds(dossier, "申1 现场.jpg") || !parceltest.Holds(dossier, "收1 签收单") || parceltest.Holds(dossier, "配方") {
		t.Error("the contents of the dossier leave out what may be known of the evidence, or tell what may not")
	}
	staff.Get(address + "/list/docx")
	staff.Get(one)
	w.Read(func(tx *store.Tx) error {
		events, err := w.Office.Events(t.Context(), tx, k.Center, k.ID)
		if n := len(events); events[n-1].Move != casework.ReadMove || events[n-1].Meta.Notes["what"] != "证据 申1" || events[n-2].Meta.Notes["what"] != "证据清单" {
			t.Errorf("what the staff read is recorded as %v, %v", events[n-2].Meta.Notes, events[n-1].Meta.Notes)
		}
		return err
	})
}

// TestParts: a recording is sent from the place that is asked for.
func TestParts(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	content := append([]byte("ID3"), bytes.Repeat([]byte("0123456789"), 100_000)...)
	w.Do(10, k, evidence.MoveSubmit, submit("录音", form.Bytes("录音.mp3", content)))
	s := w.Site(11)
	path := fmt.Sprintf("/case/%d/evidence/%d/file/0", k.ID, w.Of(11, k)[0].ID)
	if p := s.Get(path); p.Status != 200 || p.Body != string(content) || p.Header.Get("Accept-Ranges") != "bytes" || p.Header.Get("Content-Type") != "audio/mpeg" {
		t.Errorf("the whole: %d, %d bytes, %s", p.Status, len(p.Body), p.Header.Get("Content-Type"))
	}
	req, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Range", "bytes=500003-500012")
	if p := s.Do(req); p.Status != http.StatusPartialContent || p.Body != "0123456789" {
		t.Errorf("a part: %d %q", p.Status, p.Body)
	}
}

// TestForms: the moves offer what they can be about, in the form and nowhere else.
func TestForms(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	w.Do(10, k, evidence.MoveSubmit, submit("面单"))
	w.Do(11, k, evidence.MoveSubmit, submit("签收单"))
	move := func(code string) string { return fmt.Sprintf("/case/%d/move/%s", k.ID, code) }
	s := w.Site(11)
	f := s.Get(move(evidence.MoveAnswer))
	f.Check()
	if !strings.Contains(f.Body, "申1 面单") || strings.Contains(f.Body, "收1 签收单") || strings.Contains(f.Body, "代哪一方办理") {
		t.Error("a party is offered its own exhibits to answer, or asked on whose behalf")
	}
	sealed := s.Get(move(evidence.MoveAsk))
	sealed.Check()
	if strings.Contains(sealed.Body, "面单<") || !strings.Contains(sealed.Body, "收1 签收单") {
		t.Error("secrecy is offered for exhibits of others")
	}
	id := fmt.Sprint(w.Of(11, k)[0].ID)
	to := s.Submit(f, "exhibits", url.Values{"exhibits": {id}, "authentic": {"认可"}, "legal": {"认可"}, "relevant": {"不认可"}, "text": {"与本案无关"}})
	if want := fmt.Sprintf("/case/%d/evidence", k.ID); to.Status != http.StatusSeeOther || to.Header.Get("Location") != want {
		t.Fatalf("answered with %d to %s", to.Status, to.Header.Get("Location"))
	}
	s.Get(to.Header.Get("Location")).Contains("收件人：认可/认可/不认可", "已质证")
	counter := w.Site(20).Get(move(evidence.MoveAnswer))
	counter.Check()
	counter.Contains("代哪一方办理", "收件人 公司200", "收件人 公司201", "寄件人 公司100")
	chosen := w.Site(31).Get(move(evidence.MoveWeigh) + "?exhibit=" + id)
	chosen.Check()
	if !strings.Contains(chosen.Body, `value="`+id+`" checked`) {
		t.Error("the exhibit from whose page the form was opened is not chosen")
	}
}
