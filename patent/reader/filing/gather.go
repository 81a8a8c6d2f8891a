package filing

import (
	"regexp"
	"strconv"
	"strings"

	"zhibao/patent"
	"zhibao/patent/reader/canon"
)

// gathered turns the fields of a request form into a Request. Names of elements differ a little
// between the three forms and between years, so a field is known by the words in its path.
type gathered struct {
	q     *patent.Request
	group string // path of the repeated element that is being filled
}

// ticked reports whether the value of a tick box says yes.
// Clients write 1, √, 是 or the words of the box itself for yes; only these words mean no.
func ticked(v string) bool {
	switch strings.ToLower(canon.Squeeze(v)) {
	case "", "0", "否", "no", "n", "false", "off", "×", "x", "未选", "不请求", "无":
		return false
	}
	return true
}

var whole = regexp.MustCompile(`\d+`)

// number returns the first number in a value such as "2页", 0 if there is none.
func number(v string) int {
	n, err := strconv.Atoi(whole.FindString(canon.Narrow(v)))
	if err != nil {
		return 0
	}
	return n
}

// take puts one field where it belongs, by the element at the top of its path.
func (g *gathered) take(f field) {
	// The order matters: 申请人或代理机构签章 begins like the applicants.
	top, leaf := index.ReplaceAllString(f.path[0], ""), f.label()
	id := f.id()
	switch {
	case titleField(id):
		g.q.Title = f.value
	case strings.HasPrefix(top, "发明人") || strings.HasPrefix(top, "设计人"):
		g.inventor(f, leaf)
	case strings.HasPrefix(top, "申请人或") || strings.Contains(top, "签章"):
		// What stands beside the signature (name, date) has no field of its own in the model.
		if leaf == "签章" || len(f.path) == 1 {
			g.q.Signature = f.value
		} else {
			g.other(f)
		}
	case strings.HasPrefix(top, "申请人"):
		g.applicant(f, leaf)
	case top == "联系人":
		g.contact(f, leaf)
	case strings.HasPrefix(top, "专利代理机构") || top == "代理机构":
		g.agency(f, leaf)
	case strings.HasPrefix(top, "生物材料"):
		g.deposit(f, leaf)
	// 要求优先权声明 holds up to eight earlier applications.
	case strings.Contains(top, "优先权"):
		g.priority(f, leaf)
	case strings.Contains(top, "文件清单"):
		g.document(f, top, leaf)
	default:
		if !g.single(f, top, leaf) {
			g.other(f)
		}
	}
}

// other keeps a field that the model has no name for: nothing that the form says is dropped.
func (g *gathered) other(f field) {
	g.q.Other = append(g.q.Other, patent.Pair{Name: f.id(), Value: f.value})
}

// single fills the fields that occur once; false if the field is none of them.
func (g *gathered) single(f field, top, leaf string) bool {
	q, yes := g.q, ticked(f.value)
	switch {
	case strings.Contains(top, "英文名称"):
		q.EnglishTitle = f.value
	case top == "内部编号":
		q.InternalNo = f.value
	case top == "申请号":
		q.ApplicationNo = f.value
	case top == "申请日":
		q.FilingDate = f.value
	case top == "代表人":
		q.Representative = f.value
	case top == "分案申请" && strings.Contains(leaf, "日"):
		q.DivisionalDate = f.value
	// The original application counts, also where an earlier divisional is named beside it.
	case top == "分案申请" && (leaf == "原申请号" || q.Divisional == ""):
		q.Divisional = f.value
	case top == "序列表":
		q.Sequence = q.Sequence || yes
	case top == "遗传资源":
		q.Genetic = q.Genetic || yes
	case strings.HasPrefix(top, "不丧失新颖性"): // the element's full name is garbled in the official form
		if yes {
			q.Grace = append(q.Grace, leaf)
		}
	case strings.HasPrefix(top, "提前公开") || strings.HasPrefix(top, "提前公布"):
		q.EarlyPublish = q.EarlyPublish || yes
	case top == "同日申请":
		q.SameDay = q.SameDay || yes
	case strings.HasPrefix(top, "保密请求"):
		q.Secrecy = q.Secrecy || yes
	case strings.Contains(top, "向外国申请") || strings.Contains(top, "向外申请") || strings.Contains(top, "保密审查"):
		q.AbroadRequest = q.AbroadRequest || yes
	case top == "摘要附图":
		q.AbstractFigure = f.value
	case strings.Contains(top, "权利要求") && strings.Contains(top, "项数"):
		q.ClaimCount = number(f.value)
	case strings.Contains(top, "洛迦诺") || strings.Contains(top, "国际外观设计分类"):
		q.Locarno = f.value
	case strings.Contains(top, "国际专利分类") || strings.ToUpper(top) == "IPC":
		q.IPC = append(q.IPC, f.value)
	default:
		return g.design(f, top, leaf)
	}
	return true
}

// design fills the fields that only the form of a design has.
func (g *gathered) design(f field, top, leaf string) bool {
	q := g.q
	switch {
	// A tick without a number still says that there are several.
	case strings.HasPrefix(top, "相似外观设计") || strings.HasPrefix(top, "相似设计"):
		if n := number(f.value); n > 0 && strings.Contains(leaf, "数") || leaf == top {
			q.SimilarDesigns = max(n, q.SimilarDesigns)
		} else if ticked(f.value) {
			q.SimilarDesigns = max(q.SimilarDesigns, 1)
		}
	case strings.HasPrefix(top, "成套产品"):
		if n := number(f.value); n > 0 && strings.Contains(leaf, "数") || leaf == top {
			q.SetProducts = max(n, q.SetProducts)
		} else if ticked(f.value) {
			q.SetProducts = max(q.SetProducts, 1)
		}
	case strings.HasPrefix(top, "局部外观设计") || strings.HasPrefix(top, "局部设计"):
		q.Partial = q.Partial || ticked(f.value)
	default:
		return false
	}
	return true
}

// fresh reports whether the field begins a new element of a repeated group: the path up to the
// given depth differs from that of the field before.
func (g *gathered) fresh(f field, depth int) bool {
	key := strings.Join(f.path[:min(depth, len(f.path))], "/")
	if key == g.group {
		return false
	}
	g.group = key
	return true
}

// inventor fills one inventor or designer.
func (g *gathered) inventor(f field, leaf string) {
	q := g.q
	if len(f.path) == 1 { // 设计人 as one plain field
		q.Inventors = append(q.Inventors, patent.Inventor{Name: f.value})
		return
	}
	if g.fresh(f, 2) {
		q.Inventors = append(q.Inventors, patent.Inventor{})
	}
	v := &q.Inventors[len(q.Inventors)-1]
	switch {
	case leaf == "姓名":
		v.Name = f.value
	case strings.Contains(leaf, "不公开") || strings.Contains(leaf, "不公布"):
		v.Withheld = ticked(f.value)
	case strings.HasPrefix(leaf, "国籍"):
		v.Country = f.value
	case strings.Contains(leaf, "身份证") || strings.Contains(leaf, "证件号"): // passports since 2026
		v.ID = f.value
	default:
		g.other(f)
	}
}

// applicant fills one applicant. Who ticks 费减备案 asks for the reduction of fees.
func (g *gathered) applicant(f field, leaf string) {
	q := g.q
	if len(f.path) == 1 {
		q.Applicants = append(q.Applicants, patent.Applicant{Name: f.value})
		return
	}
	// The first applicant and the others are elements of different names, hence the path.
	if g.fresh(f, 2) {
		q.Applicants = append(q.Applicants, patent.Applicant{})
	}
	v := &q.Applicants[len(q.Applicants)-1]
	switch {
	case leaf == "姓名或名称" || leaf == "姓名" || leaf == "名称":
		v.Name = f.value
	case leaf == "申请人类型":
		v.Type = f.value
	case strings.Contains(leaf, "身份证") || strings.Contains(leaf, "机构代码") || strings.Contains(leaf, "信用代码"):
		v.Code = f.value
	case leaf == "电子邮箱":
		v.Mail = f.value
	case strings.HasPrefix(leaf, "国籍"):
		v.Country = f.value
	case strings.HasPrefix(leaf, "省"):
		v.Province = f.value
	case strings.HasPrefix(leaf, "市"):
		v.City = f.value
	case strings.HasPrefix(leaf, "城区") || leaf == "详细地址":
		v.Street = f.value
	case leaf == "邮政编码":
		v.Postcode = f.value
	case leaf == "电话":
		v.Phone = f.value
	case strings.HasPrefix(leaf, "费减"):
		v.FeeFiled = ticked(f.value)
		q.FeeReduction = q.FeeReduction || v.FeeFiled
	default:
		g.other(f)
	}
}

// contact fills the contact of an applicant that files without an agency.
func (g *gathered) contact(f field, leaf string) {
	c := &g.q.Contact
	switch {
	case leaf == "姓名" || len(f.path) == 1:
		c.Name = f.value
	case leaf == "电话":
		c.Phone = f.value
	case leaf == "电子邮箱":
		c.Mail = f.value
	case leaf == "邮政编码":
		c.Postcode = f.value
	case strings.HasPrefix(leaf, "省"):
		c.Province = f.value
	case strings.HasPrefix(leaf, "市"):
		c.City = f.value
	case strings.HasPrefix(leaf, "城区"):
		c.Street = f.value
	default:
		g.other(f)
	}
}
