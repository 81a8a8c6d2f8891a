package registration_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
)

// waiting keeps files before their form, in memory.
type waiting struct{ files map[string]*kept }

type kept struct {
	name string
	size int64
	data bytes.Buffer
}

func (w *waiting) Begin(_ *web.Ctx, name string, size int64) (string, error) {
	id := fmt.Sprintf("waiting%d", len(w.files))
	w.files[id] = &kept{name: name, size: size}
	return id, nil
}

func (w *waiting) Append(_ *web.Ctx, id string, _ int64, piece io.Reader) (int64, error) {
	_, err := io.Copy(&w.files[id].data, piece)
	return int64(w.files[id].data.Len()), err
}

func (w *waiting) File(_ *web.Ctx, id string) (form.File, error) {
	f := w.files[id]
	if f == nil {
		return form.File{}, fault.New(fault.Missing, "upload.missing", "没有")
	}
	return form.NewFile(id, f.name, f.size, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(f.data.Bytes())), nil }), nil
}

// TestAnswersAreCheckedBeforeTheApplication: one page shows everything that was filled in with the
// files; each answer leads back, nothing is lost on the way, and only the last button applies.
func TestAnswersAreCheckedBeforeTheApplication(t *testing.T) {
	w := newWorld(t)
	cfg := webtest.Config(w.actor("企业"))
	cfg.Now, cfg.Uploads = w.clock.Now, &waiting{map[string]*kept{}}
	pages := worklist.New(worklist.Pages{Office: w.office, Rules: rules(), Accounts: w.desk.Book.Names, Parties: party.Names, Hooks: map[string]worklist.Hooks{"registration": w.desk.Hooks()}})
	s := webtest.Start(t, cfg, pages.Module(), w.desk.Module())
	const path = "/open/registration/apply"
	s.Get(path).Contains("下一步：核对所填内容")
	typed := url.Values{"name": {"示范电器有限公司"}, "code": {code(1)}, "division": {"320500"}, "address": {"某路1号"}, "contacts.0.name": {"赵六"}, "contacts.0.phone": {"13900000000"},
		"undertaking": {"true"}, "clear": {"true"}}
	for _, lang := range []string{"?lang=en", "?lang=zh"} {
		upload(t, s, s.Get(path+lang), path+lang, typed, map[string]form.File{"sheet": scan("申请表.pdf"), "proof": scan("营业执照.pdf")}).Check()
	}
	p := upload(t, s, s.Get(path), path, typed, map[string]form.File{"sheet": scan("申请表.pdf"), "proof": scan("营业执照.pdf")})
	p.Contains("核对所填内容", "尚未提交", "某路1号", "姓名：赵六", "申请表.pdf", "营业执照.pdf", "未填", "修改")
	for _, to := range []string{"#f-address", "#f-contacts-0-name", "#f-proof"} {
		if !strings.Contains(p.Body, `formaction="`+to+`"`) {
			t.Errorf("nothing leads back to %s", to)
		}
	}
	if n := w.count(t); n != 0 {
		t.Fatalf("%d applications before the last button", n)
	}
	again := s.Submit(p, "", url.Values{"_act": {"edit"}})
	again.Check()
	again.Contains("申请表.pdf", "营业执照.pdf")
	if again.Status != http.StatusOK || !strings.Contains(again.Body, `value="某路1号"`) {
		t.Errorf("going back loses what was typed: %d", again.Status)
	}
	p = s.Submit(again, "address", url.Values{"address": {"某路2号"}})
	p.Contains("某路2号", "申请表.pdf")
	bad := s.Submit(again, "address", url.Values{"address": {""}})
	bad.Contains("错误")
	if bad.Status != http.StatusUnprocessableEntity {
		t.Errorf("an empty address is shown for checking: %d", bad.Status)
	}
	to := location(t, s.Submit(p, "", url.Values{"_act": {"confirm"}}))
	s.Get(to).Contains("形式审核中", "备案申请回执", "某路2号", "申请表.pdf")
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		l, err := w.office.List(t.Context(), tx, w.actor("企业"), casework.Filter{Chart: "registration"})
		if l.Total != 1 {
			t.Errorf("%d applications", l.Total)
		}
		return err
	}))
}
