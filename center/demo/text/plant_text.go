package text

import (
	"regexp"
	"slices"
	"strings"

	"zhibao/patent/filing"
)

// degrees finds the temperature of an experiment.
var degrees = regexp.MustCompile(`(环境温度为|试验温度为|室温保持在|在室温)[0-9]+℃`)

// inSection adds words to the end of a paragraph of a section; a negative number counts from
// the last.
func inSection(section, paragraph int, words string) func(*Application) bool {
	return func(a *Application) bool {
		if len(a.Sections) <= section {
			return false
		}
		lines := a.Sections[section].Paragraphs
		n := (paragraph + len(lines)) % len(lines)
		lines[n] = strings.TrimSuffix(lines[n], "。") + "。" + words
		return true
	}
}

// inText replaces the first place of the description where from stands.
func (a *Application) inText(section int, from, to string) bool {
	for i, p := range a.Sections[section].Paragraphs {
		if strings.Contains(p, from) {
			a.Sections[section].Paragraphs[i] = strings.Replace(p, from, to, 1)
			return true
		}
	}
	return false
}

// wordPlanters make faults in the words of the description: what was left over from drafting,
// what praises or belittles, what was copied from elsewhere.
func wordPlanters(texts []filing.Kind) []planter {
	return []planter{
		{Defect{"text-placeholder", "说明书残留占位符", texts}, func(a *Application) bool {
			lines := a.Sections[Embodiment].Paragraphs
			for i, p := range lines {
				if at := degrees.FindStringSubmatchIndex(p); at != nil {
					lines[i] = p[:at[3]] + "XXX℃" + p[at[1]:]
					return true
				}
			}
			return inSection(Embodiment, -2, "具体型号为XXX，由供应商确认后补充。")(a)
		}},
		{Defect{"text-note", "说明书残留撰写批注", texts}, inSection(Background, -1, "（此处请发明人补充对比文件，张工确认后删除）")},
		{Defect{"text-promise", "说明书使用商业性宣传用语", texts}, inSection(Disclosure, -1, "产品质量行业第一，全国销量遥遥领先，欢迎来电订购。")},
		{Defect{"text-belittle", "说明书贬低他人产品", texts}, inSection(Background, 0, "市面上某些厂家的产品粗制滥造，纯属糊弄用户。")},
		{Defect{"text-claims", "说明书使用“如权利要求所述”", texts}, inSection(Embodiment, -1, "其余内容如权利要求1所述，在此不再赘述。")},
		{Defect{"text-kind", "说明书混用“本发明”与“本实用新型”", texts}, func(a *Application) bool {
			own, other := "本发明", "本实用新型"
			if a.Kind == filing.UtilityModel {
				own, other = other, own
			}
			return a.inText(Disclosure, own, other)
		}},
		{Defect{"text-twice", "说明书段落重复", texts}, func(a *Application) bool {
			s := &a.Sections[Disclosure]
			last := s.Paragraphs[len(s.Paragraphs)-1]
			s.Paragraphs = append(s.Paragraphs, last)
			return true
		}},
		{Defect{"text-sign", "说明书中附图标记与标记说明不一致", texts}, func(a *Application) bool {
			for _, s := range a.Signs[min(1, len(a.Signs)):] {
				if a.inText(Embodiment, signed(s), s.Name+a.otherMark()) {
					return true
				}
			}
			return false
		}},
		{Defect{"text-typo", "说明书错别字", texts}, func(a *Application) bool {
			return a.inText(Embodiment, "用于", "用于于") || a.inText(Embodiment, "本实施例", "本实施列") ||
				a.inText(Embodiment, "作用", "做用用")
		}},
	}
}

// sectionPlanters make faults of figures, signs and sections. Drawings and description are
// edited apart, because such faults come from a change in one that the other did not follow.
func sectionPlanters(texts []filing.Kind) []planter {
	return []planter{
		{Defect{"figure-unlisted", "附图说明遗漏附图", texts}, func(a *Application) bool {
			last := a.Figures[len(a.Figures)-1].Label
			s := &a.Sections[Drawings]
			n := len(s.Paragraphs)
			s.Paragraphs = slices.DeleteFunc(s.Paragraphs, func(p string) bool { return strings.HasPrefix(p, last) })
			return len(s.Paragraphs) < n
		}},
		{Defect{"figure-absent", "附图说明提到的附图未提交", texts}, func(a *Application) bool {
			if len(a.Figures) < 2 {
				return false
			}
			a.Figures = a.Figures[:len(a.Figures)-1]
			return true
		}},
		{Defect{"figure-gap", "附图编号不连续", texts}, func(a *Application) bool {
			a.Figures[len(a.Figures)-1].Label = "图" + a.otherMark()
			return len(a.Figures) > 1
		}},
		{Defect{"sign-unlisted", "附图标记说明遗漏标记", texts}, func(a *Application) bool {
			if len(a.Signs) < 3 {
				return false
			}
			last := a.Signs[len(a.Signs)-1]
			return a.inText(Drawings, "；"+last.Mark+"、"+last.Name, "") || a.inText(Drawings, "；"+last.Mark+"-"+last.Name, "")
		}},
		{Defect{"sign-double", "同一附图标记表示两个部件", texts}, func(a *Application) bool {
			if len(a.Signs) < 3 {
				return false
			}
			p, q := a.Signs[1], a.Signs[2]
			return a.inText(Drawings, q.Mark+"、"+q.Name, p.Mark+"、"+q.Name) || a.inText(Drawings, q.Mark+"-"+q.Name, p.Mark+"-"+q.Name)
		}},
		{Defect{"section-absent", "说明书缺少背景技术", texts}, func(a *Application) bool {
			a.Sections = slices.Delete(a.Sections, Background, Background+1)
			return true
		}},
		{Defect{"section-order", "说明书各部分顺序错误", texts}, func(a *Application) bool {
			n := len(a.Sections)
			a.Sections[n-1], a.Sections[n-2] = a.Sections[n-2], a.Sections[n-1]
			return true
		}},
	}
}

// abstractPlanters make faults of the abstract and of the figure that goes with it.
func abstractPlanters(texts []filing.Kind) []planter {
	return []planter{
		{Defect{"abstract-long", "摘要超过300字", texts}, func(a *Application) bool {
			for _, s := range a.Sections {
				if s.Heading == "背景技术" || strings.HasSuffix(s.Heading, "内容") {
					a.Abstract += strings.Join(s.Paragraphs[:min(2, len(s.Paragraphs))], "")
				}
			}
			a.Abstract += "该方案结构合理，适应性强，可以根据现场条件灵活布置，也便于后续维护和升级。"
			return length(a.Abstract) > 300
		}},
		{Defect{"abstract-promise", "摘要使用商业性宣传用语", texts}, func(a *Application) bool {
			// Words at the end give way, so that the limit is still kept.
			i := strings.LastIndex(strings.TrimSuffix(a.Abstract, "。"), "。")
			a.Abstract = a.Abstract[:i+len("。")] + "本产品质优价廉，是用户的最佳选择。"
			return i > 0
		}},
		{Defect{"abstract-absent", "缺少说明书摘要", texts}, func(a *Application) bool {
			a.Abstract = ""
			return true
		}},
		{Defect{"abstract-figure", "摘要附图指定了不存在的附图", texts}, func(a *Application) bool {
			a.Request.AbstractFigure = "图" + a.otherMark()
			return true
		}},
	}
}
