package preexam_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/document"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/examination/preexam"
	"zhibao/internal/fault"
	"zhibao/internal/office/officetest"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/filing"
	"zhibao/patent/identity"
)

// issuing makes a move that issues a paper. Before, it tries the same with a variable of the papers that
// nobody filled: then nothing may happen.
func (w *world) issuing(t testing.TB, who string, k *casework.Case, move string, in any) *casework.Case {
	t.Helper()
	contact := func(v string) {
		w.write(t, func(tx *store.Tx) error {
			return w.office.Settings.Set(t.Context(), tx, w.office.DB.NewID(), caseworktest.CenterID, setting.Value{Key: "document.contact", Value: v, From: calendar.MustDay("2020-01-01")})
		})
	}
	before := len(w.issued(t))
	for _, unfilled := range []string{"联系电话：【待填】", "联系电话：{联系电话}", " "} {
		contact(unfilled)
		if _, err := w.try(who, k, move, in); fault.CodeOf(err) != "paper.unresolved" {
			t.Errorf("%s with %q in the paper: %v", move, unfilled, err)
		}
	}
	contact("联系电话：12330")
	if after := len(w.issued(t)); after != before {
		t.Errorf("%s: %d papers were issued with a variable open", move, after-before)
	}
	k = w.do(t, who, k, move, in)
	if after := len(w.issued(t)); after != before+1 {
		t.Errorf("%s issued %d papers", move, after-before)
	}
	return k
}

// issued are all papers of the center with their content.
func (w *world) issued(t testing.TB) (out []*document.Paper) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.Query(t.Context(), `SELECT DISTINCT case_id FROM document_paper`)
		if err != nil {
			return err
		}
		var cases []int64
		for rows.Next() {
			var id int64
			if err := rows.Scan(&id); err != nil {
				return err
			}
			cases = append(cases, id)
		}
		if err := rows.Close(); err != nil {
			return err
		}
		for _, id := range cases {
			papers, err := document.Of(t.Context(), tx, caseworktest.CenterID, id)
			if err != nil {
				return err
			}
			key, err := w.office.Keys.CaseKey(t.Context(), tx, id)
			if err != nil {
				return err
			}
			for _, p := range papers {
				if p, err = document.Open(t.Context(), tx, key, id, p.ID); err != nil {
					return err
				}
				out = append(out, p)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// wholeApplication is a package with a request form, whose one claim has the words.
func wholeApplication(t testing.TB, length string) []form.File {
	return application(t, "示范电器有限公司", func(a *filing.Application) {
		a.Claims[0].Text = "一种折叠支架，其特征在于，包括底座和长度" + length + "的立杆。"
	})
}

// request is a submitted package.
func (w *world) request(t testing.TB, length string) *casework.Case {
	t.Helper()
	k := w.do(t, "企业", nil, "create", &preexam.Create{})
	k = w.do(t, "企业", k, "upload", &preexam.Upload{Files: wholeApplication(t, length)})
	return w.issuing(t, "企业", k, "submit", &preexam.Submit{Undertaking: true})
}

// atDesk is an accepted package on the desk of the examiner.
func (w *world) atDesk(t testing.TB, length string) *casework.Case {
	t.Helper()
	k := w.issuing(t, "受理员", w.request(t, length), "accept", &preexam.Accept{Class: "H01M"})
	k = w.do(t, "负责人", k, "assign", &preexam.Assign{Handler: "31", Second: "33"})
	return w.do(t, "预审员", k, "start", &preexam.Start{})
}

// passedPackage is one that passed.
func (w *world) passedPackage(t testing.TB) *casework.Case {
	t.Helper()
	k := w.do(t, "预审员", w.atDesk(t, "为20mm"), "propose", &preexam.Propose{Outcome: "pass"})
	return w.issuing(t, "复核员", k, "approve", &preexam.Approve{})
}

// everyPaper lets cases go the ways on which each paper of the procedure is issued.
func (w *world) everyPaper(t testing.TB) {
	t.Helper()
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	k := w.issuing(t, "受理员", w.request(t, "为20mm"), "return", &preexam.GiveBack{Reason: "委托书缺少签章"})
	w.issuing(t, "受理员", w.do(t, "企业", k, "submit", &preexam.Submit{Undertaking: true}), "refuse", &preexam.Refuse{Code: "文件不全", Reason: "附加文件清单所列委托书未提交"})

	k = w.atDesk(t, "约为20mm")
	k = w.judge(t, k, w.findings(t, k)[0], "adopt", "")
	k = w.do(t, "预审员", k, "add", &preexam.Add{Part: "说明书摘要", Title: "要点不足", Message: "摘要未写明解决的问题", Basis: "专利法实施细则第二十六条", Suggestion: "补充所解决的技术问题", Severity: "W"})
	k = w.issuing(t, "预审员", k, "notify", &preexam.Notify{Remark: "请一并核对附图标记。"})
	k = w.do(t, "企业", k, "answer", &preexam.Answer{Files: wholeApplication(t, "为20mm")})
	for _, f := range w.findings(t, k) {
		k = w.judge(t, k, f, "dismiss", "已改正")
	}
	k = w.do(t, "预审员", k, "opine", &preexam.Opine{Opinion: "权利要求1初步判断不具备创造性。", Cited: "CN1234567A，Y，第3段"})
	k = w.issuing(t, "预审员", k, "notify", &preexam.Notify{})
	k = w.do(t, "企业", k, "answer", &preexam.Answer{Files: wholeApplication(t, "为20mm")})
	for _, f := range w.findings(t, k) {
		k = w.judge(t, k, f, "dismiss", "已改正")
	}
	k = w.issuing(t, "负责人", k, "suspend", &preexam.Suspend{Reason: "权属纠纷"})
	k = w.issuing(t, "负责人", k, "resume", &preexam.Resume{})
	k = w.do(t, "预审员", k, "propose", &preexam.Propose{Outcome: "fail", Reason: "与对比文件1相比没有实质性特点"})
	k = w.issuing(t, "复核员", k, "approve", &preexam.Approve{})
	k = w.do(t, "企业", k, "plead", &preexam.Plead{Statement: "有预料不到的效果"})
	k = w.do(t, "预审员", k, "propose", &preexam.Propose{Outcome: "fail", Reason: "效果没有记载，维持原意见"})
	k = w.issuing(t, "复核员", k, "approve", &preexam.Approve{})
	k = w.do(t, "企业", k, "object", &preexam.Object{Grounds: "请再看"})
	w.issuing(t, "主任", k, "uphold", &preexam.Decide{Reason: "理由充分，予以维持"})

	w.issuing(t, "负责人", w.atDesk(t, "为20mm"), "terminate", &preexam.Terminate{Code: "实质重复提交", Reason: "与在先请求实质相同"})
	w.issuing(t, "负责人", w.request(t, "为20mm"), "terminate", &preexam.Terminate{Code: "主体失去资格", Reason: "备案已取消"})

	file := func(k *casework.Case, number, length string) *casework.Case {
		return w.do(t, "企业", k, "file", &preexam.Filed{Number: number, Day: w.office.Today(), PaidOn: w.office.Today(), Files: wholeApplication(t, length)})
	}
	k = w.do(t, "报送员", file(w.passedPackage(t), "202310000000.0", "为20mm"), "agree", &preexam.Agree{})
	w.issuing(t, "报送员", k, "mark", &preexam.Mark{Batch: "第7批"})
	w.issuing(t, "报送员", file(w.passedPackage(t), "202310000001.5", "为21mm"), "differ", &preexam.Differ{Reason: "长度改动"})

	w.entrusted(t, agency, 0)
	k = w.do(t, "代理", nil, "create", &preexam.Create{Client: fmt.Sprint(owner)})
	k = w.do(t, "代理", k, "upload", &preexam.Upload{Files: wholeApplication(t, "为20mm")})
	k = w.issuing(t, "代理", k, "submit", &preexam.Submit{Undertaking: true})
	w.issuing(t, "企业", k, "change_agent", &preexam.ChangeAgent{Reason: "自行办理"})

	in := &preexam.BringIn{Old: "旧-15", State: preexam.Accepted}
	carried(in)
	w.issuing(t, "受理员", nil, "bring_in", in)
	k = w.passedPackage(t)
	w.clock.SetDay(w.office.Today() + 30)
	w.issuing(t, "系统", k, "lapse", &preexam.Overdue{})
}

var lastDay = regexp.MustCompile(`截止日为20\d\d年\d{1,2}月\d{1,2}日（当日24:00前提交有效）`)

// TestEveryPaperSaysWhatItMust issues every paper of the procedure through the door and reads each back
// as page, DOCX and PDF: the lines that all have, and those that its kind demands. On the way no paper
// is issued while a variable is open.
func TestEveryPaperSaysWhatItMust(t *testing.T) {
	w := newWorld(t)
	w.everyPaper(t)
	var passed *patent.Application
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		l, err := w.office.List(t.Context(), tx, casework.Robot(caseworktest.CenterID), casework.Filter{Chart: "preexam", States: []string{preexam.Lapsed}, NoTitles: true})
		if err != nil || len(l.Cases) != 1 {
			t.Fatalf("%d lapsed, %v", len(l.Cases), err)
		}
		passed, err = w.desk.Application(t.Context(), tx, l.Cases[0].ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	digests := identity.Digests(passed)
	remedy := []string{"提出异议", "对合格率和额度的影响", "不影响您按普通程序"}
	demanded := map[string][]string{
		"preexam.receipt":    {"文件已完整保存", "案卷包.zip", "SHA-256", "SM3", "公开查询码：", "检查规则版本："},
		"preexam.acceptance": {"决定予以受理", "预审不产生申请日"},
		"preexam.returning":  {"委托书缺少签章"},
		"preexam.refusal":    append([]string{"理由类别：文件不全", "附加文件清单所列委托书未提交", "不占用年度额度"}, remedy...),
		"preexam.correction": {"本次为第1次补正通知", "次数上限为2次", "此后剩余1次", "序号规则位置与原文缺陷依据修改建议程度", "TST-001", "权利要求1：“约”", "“约”使保护范围不清楚", "专利法第二十六条第四款", "删除“约”", "必须补正",
			"人工", "要点不足", "补充所解决的技术问题", "答复补正的截止日为", "请一并核对附图标记", "逾期未答复的，本中心将终止预审"},
		"preexam.opinion":     {"本次为第2次补正通知", "此后剩余0次", "不具备创造性", "CN1234567A，Y，第3段", "答复补正的截止日为", "以国家知识产权局审查结果为准"},
		"preexam.suspension":  {"权属纠纷", "各项期限停止计算"},
		"preexam.resumption":  {"恢复预审", "各项期限连续计算"},
		"preexam.hearing":     {"与对比文件1相比没有实质性特点", "您有权陈述意见", "陈述意见的截止日为"},
		"preexam.fail":        append([]string{"理由类别：预审不合格", "效果没有记载", "已占用的年度额度不退回", "按未合格计入本年度预审合格率"}, remedy...),
		"preexam.objection":   {"维持原结论", "理由充分，予以维持", "不影响您按普通程序"},
		"preexam.termination": append([]string{"理由类别："}, remedy...),
		"preexam.pass": {digests[patent.Claims], digests[patent.Description], digests[patent.Abstract], digests[patent.RequestForm], "正式提交的截止日为", "应缴费用", "申请费900", "公布印刷费50", "实质审查费2500", "合计3450",
			"本中心不收取任何费用", "上报申请号", "受理通知书和缴费凭证", "报送加快标识", "预审承诺", "文本与合格文本一致", "在10工作日内答复", "逾期未提交的，本合格结论失效"},
		"preexam.lapse":      append([]string{"合格结论失效"}, remedy...),
		"preexam.mark":       {"申请号202310000000.0", "申请日2026年3月2日", "报送批次第7批", "比对报告", digests[patent.Claims], "一致", "答复审查意见"},
		"preexam.not_marked": append([]string{"申请号202310000001.5", "比对报告", digests[patent.Claims], "1处不同", "权利要求1", "长度改动", "不同之处"}, remedy...),
		"preexam.agent":      {"由您自行办理", "代理机构无（自行办理）"},
		"preexam.carried":    {"旧-15", "待分案"},
	}
	seen, forms := map[string]bool{}, &officetest.Reader{}
	for _, p := range w.issued(t) {
		if seen[p.Template] && p.Template != "preexam.termination" {
			continue
		}
		seen[p.Template] = true
		words, known := demanded[p.Template]
		if !known {
			t.Errorf("%s: nothing is demanded of this paper", p.Template)
		}
		forms.Says(t, p.Content, append(w.common(t, p), words...)...)
		if slices.Contains(words, "对合格率和额度的影响") && !lastDay.MatchString(forms.Forms(t, p.Content)["HTML"]) {
			t.Errorf("%s does not name the last day of an objection", p.Template)
		}
	}
	for template := range demanded {
		if !seen[template] {
			t.Errorf("no paper %s was issued", template)
		}
	}
}

// common are the lines that every paper has.
func (w *world) common(t testing.TB, p *document.Paper) []string {
	t.Helper()
	number := "（受理后编号）"
	var owner *party.Party
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		k, err := w.office.Get(t.Context(), tx, casework.Robot(caseworktest.CenterID), p.Case)
		if err != nil {
			return err
		}
		// A paper from before the acceptance has no number yet.
		if early := strings.HasSuffix(p.Template, ".receipt") || strings.HasSuffix(p.Template, ".returning") || p.Template == "preexam.agent"; !early {
			number = k.Number
		}
		owner, err = party.Get(t.Context(), tx, k.Center, k.Owner)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if p.Number == "" || p.Digest == "" || p.Version == "" {
		t.Errorf("%s has number %q, digest %q, template of %q", p.Template, p.Number, p.Digest, p.Version)
	}
	return []string{p.Name, p.Number, "中国（示范）知识产权保护中心", owner.Name + "：", "案件编号" + number, "申请类型发明", "名称", "申请主体" + owner.Name + "（" + owner.Code + "）", "代理机构",
		"依据", "送达方式电子送达", "送达回执", "联系电话：12330", calendar.DayOf(p.At).Chinese(), p.Content.Verify.Code}
}

// A value that is not the applicant's own words and was left open is refused too, whatever the form lets through.
func TestOpenValuesAreNotIssued(t *testing.T) {
	w := newWorld(t)
	k := w.submitted(t, corrected)
	for _, code := range []string{"【待填】", "{理由}", "{{code}}"} {
		if _, err := w.try("受理员", k, "refuse", &preexam.Refuse{Code: code, Reason: "事实"}); fault.CodeOf(err) != "paper.unresolved" {
			t.Errorf("the ground %q: %v", code, err)
		}
	}
	w.do(t, "受理员", k, "refuse", &preexam.Refuse{Code: "其他", Reason: "权利要求中写有“【待填】”和 {名称}"}) // quoted words may look so
}
