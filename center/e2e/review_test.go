package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
)

// TestAdministratorsReviewEachOther: an act of the security administrator is on the list of the two others and not on
// their own; one of those signs for several at once, and nobody for what is their own, by page or interface; what
// waits for more than seven days is said in the audit, by mail and over the list, which is its control: not before.
func TestAdministratorsReviewEachOther(t *testing.T) {
	w := lived(t)
	sys, sec := w.person(t, "sysadmin"), w.person(t, "secadmin")
	who := itoa(w.actor(t, "shouli1").Account)
	for _, act := range []string{"grant", "revoke"} {
		w.program(t, "secadmin", "admin.roles").act("/roles/"+who, map[string]any{"role": "marker", "act": act}, &struct{}{})
	}
	var seqs []int64
	if err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := w.Book.Reviews(t.Context(), tx, identity.ReviewQuery{Center: 1, State: identity.ReviewOpen, Role: "secadmin", Limit: 100})
		for _, r := range all {
			seqs = append(seqs, r.Seq)
		}
		return err
	}); err != nil || len(seqs) < 2 {
		t.Fatalf("%v %v", seqs, err)
	}
	sys.Get("/admin/review?state=open").Contains("授予角色", "撤销角色", "待复核", "吴安全")
	if p := sec.Get("/admin/review"); strings.Contains(webtest.Text(p.Root), "撤销角色") {
		t.Error("the security administrator finds their own act")
	}
	if p := w.person(t, "zhuren").Get("/admin/review"); p.Status != http.StatusForbidden && p.Status != http.StatusNotFound {
		t.Errorf("the director sees the list: %d", p.Status)
	}
	key := func(n int64) string { return fmt.Sprint(n) }
	no := func(s *webtest.Site, seq int64) {
		t.Helper()
		p := s.Submit(s.Get("/admin/review"), "_sel", url.Values{"_sel": {key(seq)}, "_bulk": {"sign"}})
		p.Contains("不能由您复核")
	}
	own := w.program(t, "secadmin", "admin.review")
	own.refused("/reviews/"+key(seqs[0]), map[string]any{"result": "fine"}, 403, "identity.review_own")
	if err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE identity_account SET mail = 'shenji@zhongxin.example' WHERE login = 'auditor'`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	before := w.mails(t, "unnumbered")
	watch := func() {
		t.Helper()
		if err := w.Admin.Mutual.Watch(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
	}
	watch()
	if n := w.mails(t, "unnumbered"); n != before {
		t.Errorf("%d mails before the seven days", n-before)
	}
	w.ahead.Add(int64(7*24*time.Hour + time.Minute))
	watch()
	watch()
	if n := w.mails(t, "unnumbered"); n != before+1 {
		t.Errorf("%d mails, of one address and two looks", n-before)
	}
	sys, sec = w.person(t, "sysadmin"), w.person(t, "secadmin")
	audit := w.person(t, "auditor")
	audit.Get("/admin/audit").Contains("超期未复核报警", "超过 7 天无人复核")
	audit.Get("/admin/review").Contains("有管理操作超期未复核")
	audit.Get("/admin/review?state=late&lang=en").NoHan()
	if p := audit.Get("/admin/review/export?_as=csv&lang=zh"); p.Status != http.StatusOK || !strings.Contains(p.Body, "撤销角色") {
		t.Errorf("export: %d %s", p.Status, shorten(p.Body))
	}
	p := audit.Submit(audit.Get("/admin/review?state=open"), "_sel", url.Values{"_sel": {key(seqs[0]), key(seqs[1])}, "_bulk": {"sign"}})
	p.Contains("将处理 2 件")
	if p = audit.Submit(p, "result", url.Values{"result": {"fine"}, "note": {"与申请单一致"}, "_act": {"go"}}); !strings.Contains(webtest.Text(p.Root), "已处理 2 件") {
		t.Fatalf("%d %s", p.Status, shorten(webtest.Text(p.Root)))
	}
	sys.Get("/admin/review?state=done").Contains("与申请单一致", "无异议")
	no(sec, seqs[0])
	// The auditor took the list along, which is an act that the two others look at.
	sec.Get("/admin/review?state=open").Contains("导出复核清单")
}
