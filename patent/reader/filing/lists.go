package filing

import (
	"strings"

	"zhibao/patent"
)

// agency fills the agency and its agents.
func (g *gathered) agency(f field, leaf string) {
	a := &g.q.Agency
	// 代理人 in older forms, 专利代理师 since the regulation of 2018.
	if len(f.path) > 2 && strings.HasPrefix(f.path[1], "代理人") || len(f.path) > 2 && strings.HasPrefix(f.path[1], "专利代理师") {
		if g.fresh(f, 2) {
			a.Agents = append(a.Agents, patent.Agent{})
		}
		v := &a.Agents[len(a.Agents)-1]
		switch leaf {
		case "姓名":
			v.Name = f.value
		case "工作证号", "执业证号", "资格证号":
			v.Licence = f.value
		case "电话":
			v.Phone = f.value
		default:
			g.other(f)
		}
		return
	}
	switch leaf {
	case "名称", "专利代理机构":
		a.Name = f.value
	case "代码", "机构代码":
		a.Code = f.value
	default:
		g.other(f)
	}
}

// deposit fills one sample of biological material.
func (g *gathered) deposit(f field, leaf string) {
	q := g.q
	if g.fresh(f, 2) {
		q.Deposits = append(q.Deposits, patent.Deposit{})
	}
	v := &q.Deposits[len(q.Deposits)-1]
	switch {
	case leaf == "保藏单位":
		v.Unit = f.value
	case leaf == "地址" || leaf == "保藏地址":
		v.Place = f.value
	case leaf == "保藏日期":
		v.Date = f.value
	case leaf == "保藏编号":
		v.Number = f.value
	case leaf == "分类命名":
		v.Name = f.value
	default:
		g.other(f)
	}
}

// priority fills one earlier application.
func (g *gathered) priority(f field, leaf string) {
	q := g.q
	if len(f.path) < 2 {
		g.other(f)
		return
	}
	if g.fresh(f, 2) {
		q.Priorities = append(q.Priorities, patent.Priority{})
	}
	v := &q.Priorities[len(q.Priorities)-1]
	switch {
	case strings.Contains(leaf, "国"):
		v.Country = f.value
	case strings.Contains(leaf, "日"):
		v.Date = f.value
	case strings.Contains(leaf, "号"):
		v.Number = f.value
	default:
		g.other(f)
	}
}

// document reads one line of 申请文件清单 or 附加文件清单.
func (g *gathered) document(f field, top, leaf string) {
	q := g.q
	list := &q.Documents
	if strings.HasPrefix(top, "附加") {
		list = &q.Attachments
	}
	switch {
	case leaf == "项数" || strings.Contains(leaf, "权利要求") && strings.Contains(leaf, "项"):
		q.ClaimCount = number(f.value)
		return
	// Numbers that stand for papers filed once and for all, not for papers of this package.
	case leaf == "备案编号" || leaf == "总委托书编号" || len(f.path) < 2:
		g.other(f)
		return
	}
	// The lines stand one level deeper in the first list than in the second.
	if g.fresh(f, len(f.path)-1) {
		*list = append(*list, patent.Listed{})
	}
	v := &(*list)[len(*list)-1]
	switch {
	case strings.HasSuffix(leaf, "名称"):
		v.Name = f.value
	case strings.HasSuffix(leaf, "代码"):
		v.Code = f.value
	case strings.Contains(leaf, "页数"):
		v.Pages = number(f.value)
	case strings.Contains(leaf, "份数") || strings.Contains(leaf, "项") || strings.Contains(leaf, "幅数"):
		v.Items = number(f.value)
	default:
		g.other(f)
	}
}

// finish drops what holds no name: forms carry empty rows.
func (g *gathered) finish() {
	q := g.q
	keep := q.Inventors[:0]
	for _, v := range q.Inventors {
		if v.Name != "" || v.ID != "" {
			keep = append(keep, v)
		}
	}
	q.Inventors = keep
	named := q.Applicants[:0]
	for _, v := range q.Applicants {
		if v.Name != "" || v.Code != "" {
			named = append(named, v)
		}
	}
	q.Applicants = named
}
