package sow

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/center/demo/text"
	"zhibao/patent/filing"
)

// saying adds a sentence to the last paragraph but one of a section and returns the faulty words.
func (p *paper) saying(section int, sentence, words string) string {
	lines := p.Sections[section].Paragraphs
	if len(lines) == 0 {
		return ""
	}
	lines[max(0, len(lines)-2)] += sentence
	return words
}

// say is saying where the whole sentence is the fault.
func (p *paper) say(section int, sentence string) string {
	return p.saying(section, sentence, sentence)
}

// says puts one of some words into a sentence of a section.
func says(section int, form string, words ...string) func(*paper) string {
	return func(p *paper) string {
		w := p.pick(words...)
		return p.saying(section, strings.Replace(form, "#", w, 1), w)
	}
}

// swap replaces words once in a section.
func (p *paper) swap(section int, from, to string) bool {
	for i, line := range p.Sections[section].Paragraphs {
		if strings.Contains(line, from) {
			p.Sections[section].Paragraphs[i] = strings.Replace(line, from, to, 1)
			return true
		}
	}
	return false
}

// sections are faults of the parts of a description.
func sections() []Fault {
	parts := []int{text.Field, text.Background, text.Disclosure, text.Embodiment}
	return []Fault{
		// 专利法实施细则第二十条第一款.
		{"DSC-001", "iu", func(p *paper) string { return p.onFiling(func(f *filing.Application) { f.Title = "" }) }},
		{"DSC-001", "iu", func(p *paper) string {
			return p.onFiling(func(f *filing.Application) { f.Title = "一种改良型" + p.thing() })
		}},
		// 专利法实施细则第二十条第一款；专利法实施细则第二十条第二款.
		{"DSC-002", "iu", func(p *paper) string {
			n := parts[p.rng.IntN(len(parts))]
			p.Sections = slices.Delete(p.Sections, n, n+1)
			return Anywhere
		}},
		{"DSC-002", "iu", func(p *paper) string {
			n := parts[p.rng.IntN(len(parts))]
			p.Sections[n].Paragraphs = append([]string{p.Sections[n].Heading + "如下所述。"}, p.Sections[n].Paragraphs...)
			p.Sections[n].Heading = ""
			return Anywhere
		}},
		// 专利法实施细则第二十条第二款.
		{"DSC-003", "iu", func(p *paper) string {
			n := p.rng.IntN(len(p.Sections) - 1)
			p.Sections[n], p.Sections[n+1] = p.Sections[n+1], p.Sections[n]
			return Anywhere
		}},
		// 专利法实施细则第二十条.
		{"DSC-004", "iu", func(p *paper) string {
			p.Sections[parts[p.rng.IntN(len(parts))]].Paragraphs = nil
			return Anywhere
		}},
		// 专利审查指南第一部分第一章4.2节.
		{"DSC-008", "iu", func(p *paper) string {
			return p.onFiling(func(f *filing.Application) {
				s := &f.Sections[len(f.Sections)-1]
				s.Paragraphs[0].Picture = &filing.Figure{Art: filing.Art{Seed: 5, Width: 60, Height: 40}}
			})
		}},
		// 专利法实施细则第二十条第一款第四项；专利法实施细则第二十一条第一款.
		{"DSC-009", "iu", func(p *paper) string {
			s := &p.Sections[text.Drawings]
			n := len(s.Paragraphs)
			s.Paragraphs = slices.DeleteFunc(s.Paragraphs, func(l string) bool { return strings.HasPrefix(l, "图2") })
			if len(s.Paragraphs) == n || len(p.Figures) < 3 {
				return ""
			}
			return Anywhere
		}},
		{"DSC-009", "iu", func(p *paper) string {
			s := &p.Sections[text.Drawings]
			i := slices.IndexFunc(s.Paragraphs, func(l string) bool { return strings.HasPrefix(l, "图1") })
			if i < 0 {
				return ""
			}
			s.Paragraphs = slices.Insert(s.Paragraphs, i+1, s.Paragraphs[i])
			return Anywhere
		}},
		// 专利法实施细则第二十一条；专利法实施细则第四十六条.
		{"DSC-010", "iu", says(text.Embodiment, "具体结构如#所示。", "图19", "图27", "图31")},
		{"DSC-010", "iu", func(p *paper) string {
			if len(p.Figures) < 2 {
				return ""
			}
			p.Figures = p.Figures[:len(p.Figures)-1]
			return Anywhere
		}},
		// 专利法实施细则第二十一条.
		{"XD-002", "iu", func(p *paper) string {
			if len(p.Figures) < 2 {
				return ""
			}
			p.Figures = p.Figures[:len(p.Figures)-1]
			return Anywhere
		}},
		// 专利法实施细则第二十条第一款第二项.
		{"DSC-014", "iu", func(p *paper) string { p.Sections[text.Background].Paragraphs = []string{"无。"}; return Anywhere }},
		{"DSC-014", "iu", func(p *paper) string {
			n := wrongLast(numbered("201810234567"))
			return p.saying(text.Background, "申请号为"+n+"的中国专利公开了类似的结构。", n)
		}},
		// 专利法实施细则第二十条第一款第三项.
		{"DSC-015", "iu", func(p *paper) string {
			s := &p.Sections[text.Disclosure]
			s.Paragraphs = slices.DeleteFunc(s.Paragraphs, func(l string) bool { return !strings.HasPrefix(l, "一种") })
			if len(s.Paragraphs) == 0 {
				return ""
			}
			return Anywhere
		}},
		// 预审实务具体实施方式不少于1500字.
		{"DSC-023", "iu", func(p *paper) string {
			s := &p.Sections[text.Embodiment]
			s.Paragraphs = s.Paragraphs[:min(4, len(s.Paragraphs))]
			return Anywhere
		}},
		// 专利法实施细则第二十条第五款；专利法实施细则第四十四条第一款第（一）项.
		{"UM-001", "u", func(p *paper) string { p.Figures = nil; return Anywhere }},
	}
}

// prose are faults of single words in the description.
func prose() []Fault {
	return []Fault{
		// 专利法实施细则第二十条第三款.
		{"DSC-005", "iu", says(text.Embodiment, "其余部分#。", "如权利要求1所述", "如权利要求2所述的那样", "同权利要求1所述")},
		{"DSC-006", "iu", says(text.Disclosure, "该产品#。", "属于国内首创", "处于行业领先地位", "是最先进的产品", "具有革命性的意义", "堪称完美", "为顶级产品")},
		// 专利审查指南第一部分第一章；专利法第五条.
		{"DSC-007", "iu", says(text.Background, "#。", "某些厂家以次充好，其产品是垃圾产品", "甲机电公司生产的同类产品质量很差", "这种做法愚蠢而可笑")},
		// 专利法第二十六条第三款；专利审查指南第二部分第二章2.2.6节.
		{"DSC-017", "iu", func(p *paper) string { return p.adds("表面的粗糙度为#", "71.5nm至73.5nm") }},
		// 个人信息保护法.
		{"DSC-027", "iu", says(text.Embodiment, "测试时登记的联系方式为#。", "13812345678", "11010519491231002X")},
		// 专利法实施细则第三条.
		{"DSC-019", "iu", says(text.Embodiment, "#。", "The controller is configured to compare the measured value with the threshold and to stop the motor",
			"First the housing is fixed and then the cover is closed by means of four screws")},
		// 专利法实施细则第二十条第四款；WIPO标准 ST.26（1.7）第7段.
		{"DSC-020", "i", says(text.Embodiment, "所用引物为5'-#-3'。", "ATGGCTAGCAAGGTCTTCATG", "GGATCCATTCGATCGATTAACC")},
		// 预审实务论文体用语.
		{"DSC-021", "iu", says(text.Embodiment, "#进行了试验。", "本文", "我们", "作者", "本论文")},
		// 预审实务绝对化用语.
		{"DSC-022", "iu", says(text.Disclosure, "使用后#故障。", "彻底避免", "杜绝", "百分之百消除", "必然消除")},
		// 预审实务段落编号由电子申请系统自动生成.
		{"DSC-024", "iu", func(p *paper) string {
			s := &p.Sections[text.Embodiment]
			for i := range s.Paragraphs {
				s.Paragraphs[i] = fmt.Sprintf("[%04d]%s", i+121, s.Paragraphs[i])
			}
			return Anywhere
		}},
		// 专利审查指南第二部分第二章2.2.7节.
		{"DSC-025", "iu", says(text.Embodiment, "其表面涂覆#。", "Teflon®", "奥的斯牌油漆", "特氟龙™")},
		// 撰写质量提示文本完整性.
		{"DSC-029", "iu", says(text.Embodiment, "其端部设有#卡槽。", "□", "\ufffd", "，，", "锟斤拷", "。。")},
		// 预审实务申请类型与文中称谓一致.
		{"UM-007", "u", says(text.Disclosure, "#便于推广。", "本发明")},
		{"UM-007", "i", says(text.Disclosure, "#便于推广。", "本实用新型")},
		// 专利法实施细则第二十一条第二款.
		{"DSC-011", "iu", func(p *paper) string {
			if len(p.Signs) == 0 {
				return ""
			}
			return p.saying(text.Embodiment, "其上还设有定位钩977，所述定位钩977转动连接于外壁。", "定位钩977")
		}},
		{"DSC-012", "iu", func(p *paper) string {
			if len(p.Signs) == 0 {
				return ""
			}
			s := p.Signs[0]
			return p.saying(text.Embodiment, "另外，摆动夹"+s.Mark+"转动连接于外壁，摆动夹"+s.Mark+"的端部为圆角。", "摆动夹")
		}},
		// 专利审查指南第二部分第二章2.2.6节.
		{"DSC-013", "iu", func(p *paper) string {
			for _, s := range p.Signs {
				for i, l := range p.Sections[text.Embodiment].Paragraphs {
					p.Sections[text.Embodiment].Paragraphs[i] = strings.ReplaceAll(l, s.Name+s.Mark, s.Name+"（"+s.Mark+"）")
				}
			}
			if len(p.Signs) == 0 {
				return ""
			}
			return Anywhere
		}},
		// 专利法实施细则第二十一条第二款.
		{"XD-003", "iu", func(p *paper) string {
			if len(p.Signs) < 3 {
				return ""
			}
			s := p.Signs[1]
			for _, tie := range []string{"、", "-"} {
				if p.swap(text.Drawings, s.Mark+tie+s.Name, s.Mark+tie+"收纳斗") {
					return Anywhere
				}
			}
			return ""
		}},
	}
}

// abstracts are faults of the abstract.
func abstracts() []Fault {
	ends := func(words ...string) func(*paper) string {
		return func(p *paper) string {
			w := p.pick(words...)
			r := []rune(p.Abstract)
			if cut := len(r) + len([]rune(w)) + 1 - 300; cut > 0 {
				r = r[:len(r)-cut-1]
			}
			p.Abstract = string(r) + w + "。"
			return w
		}
	}
	return []Fault{
		// 专利法第二十六条第一款.
		{"ABS-001", "iu", func(p *paper) string { p.Abstract = ""; return Anywhere }},
		// 专利审查指南第一部分第一章4.5.1节；专利审查指南第二部分第二章2.4节.
		{"ABS-002", "iu", func(p *paper) string {
			for len([]rune(p.Abstract)) <= 300 {
				p.Abstract += "各部分之间可以拆卸，便于运输。"
			}
			return Anywhere
		}},
		// 专利法实施细则第二十六条第一款.
		{"ABS-003", "iu", func(p *paper) string {
			p.Abstract = "本方案包括若干部件，各部件依次连接。"
			return Anywhere
		}},
		// 专利法实施细则第二十六条第二款.
		{"ABS-004", "iu", ends("是最先进的产品", "处于国际领先水平", "属于国内首创", "堪称完美")},
		// 专利审查指南第一部分第一章4.5.1节.
		{"ABS-005", "iu", func(p *paper) string {
			return p.onFiling(func(f *filing.Application) {
				f.Abstract = append([]filing.Paragraph{{Text: p.pick(f.Title, strings.TrimPrefix(f.Title, "一种"), "发明概述")}}, f.Abstract...)
			})
		}},
		// 专利审查指南第二部分第二章2.4节.
		{"ABS-006", "iu", func(p *paper) string {
			for _, s := range p.Signs {
				from := s.Name + "（" + s.Mark + "）"
				if strings.Contains(p.Abstract, from) {
					p.Abstract = strings.ReplaceAll(p.Abstract, from, s.Name+s.Mark)
					return s.Name + s.Mark
				}
			}
			return ""
		}},
		// 专利法实施细则第二十六条第二款.
		{"ABS-007", "iu", func(p *paper) string { p.Request.AbstractFigure = "图88"; return Anywhere }},
		{"ABS-007", "iu", func(p *paper) string {
			if len(p.Figures) < 2 {
				return ""
			}
			for i, l := range p.Sections[text.Drawings].Paragraphs {
				if strings.HasPrefix(l, "图1") {
					p.Sections[text.Drawings].Paragraphs[i] = "图1为现有技术的结构示意图；"
					return Anywhere
				}
			}
			return ""
		}},
		// 撰写质量提示摘要的概括性.
		{"ABS-008", "iu", func(p *paper) string { p.Abstract = p.Claims[0].Text(); return Anywhere }},
		// 专利法实施细则第二十六条第二款.
		{"ABS-009", "iu", func(p *paper) string {
			return p.onFiling(func(f *filing.Application) {
				f.Abstract[0].Picture = &filing.Figure{Art: filing.Art{Seed: 3, Width: 60, Height: 40}}
			})
		}},
	}
}

// drawings are faults of the drawings.
func drawings() []Fault {
	last := func(edit func(*filing.Figure)) func(*paper) string {
		return func(p *paper) string {
			if len(p.Figures) == 0 {
				return ""
			}
			edit(&p.Figures[len(p.Figures)-1])
			return Anywhere
		}
	}
	return []Fault{
		// 专利法实施细则第二十一条第一款.
		{"DRW-001", "iu", last(func(f *filing.Figure) { f.Label = "图41" })},
		{"DRW-001", "iu", func(p *paper) string {
			if len(p.Figures) < 2 {
				return ""
			}
			p.Figures[1].Label = p.Figures[0].Label
			return Anywhere
		}},
		// 专利审查指南第一部分第一章4.3节.
		{"DRW-004", "iu", last(func(f *filing.Figure) { f.Art.DPI = 40 })},
		// 电子申请文件提交要求（图片格式与分辨率）.
		{"DRW-005", "iu", last(func(f *filing.Figure) { f.Art = filing.Art{Style: filing.Blank} })},
		{"DRW-005", "iu", last(func(f *filing.Figure) { f.Art.Data = []byte("\xff\xd8\xff\xe0 cut off") })},
		// 专利审查指南第一部分第一章4.3节.
		{"DRW-006", "iu", last(func(f *filing.Figure) { f.Art.Style, f.Art.Colour = filing.Parts, true })},
		{"DRW-007", "iu", last(func(f *filing.Figure) { f.Art = filing.Art{Data: photo(900, 1100, 11)} })},
	}
}
