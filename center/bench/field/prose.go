package field

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// titles are faults of the name of an invention.
func titles() []Fault {
	name := func(rule, how string, change func(d *draft, bare string) string) Fault {
		return Fault{rule, how, false, func(d *draft) string {
			if d.Title == "" {
				return ""
			}
			d.Title = change(d, strings.TrimPrefix(d.Title, "一种"))
			return Anywhere
		}}
	}
	return []Fault{
		// 专利法实施细则第十九条第一款；专利审查指南第一部分第一章4.1.1节.
		name("REQ-002", "名称写到60字以上", func(d *draft, bare string) string {
			for utf8.RuneCountInString(bare) <= 60 {
				bare = "便于拆卸和运输并且能够重复使用的" + bare
			}
			return "一种" + bare
		}),
		name("REQ-003", "名称含有商标、型号", func(d *draft, bare string) string {
			return d.pick("一种TX-900型", "一种凯夫拉®", "一种博世牌") + bare
		}),
		name("REQ-004", "名称含有宣传用语", func(d *draft, bare string) string {
			return "一种" + d.pick("最先进的", "国内首创的", "顶级的", "畅销的") + bare
		}),
		name("REQ-005", "名称含有“等”“及其类似物”", func(d *draft, bare string) string {
			return "一种" + bare + d.pick("等", "及其类似物", "及其他")
		}),
		name("REQ-006", "名称只有类别", func(d *draft, bare string) string {
			return d.pick("一种装置", "一种方法", "系统", "装置", "方法")
		}),
		name("REQ-008", "名称含有标点", func(d *draft, bare string) string { return bare + d.pick("。", "！", "；") }),
		{"REQ-007", "名称缺一个类型", false, func(d *draft) string {
			if d.Title == "" || d.has("方法") || d.has("工艺") || d.has("用途") || d.has("应用") || strings.Contains(d.Title, "制") {
				return ""
			}
			d.append("一种生产方法，用于生产" + strings.TrimPrefix(d.Title, "一种") + "，其特征在于，先下料，再折弯，最后装配。")
			return Anywhere
		}},
		{"XD-004", "名称与权利要求的主题不符", false, func(d *draft) string {
			w := d.stranger("一种票据打印机", "一种羽毛球发球器", "一种缝纫机压脚")
			if w == "" || d.Title == "" {
				return ""
			}
			d.Title = w
			return Anywhere
		}},
	}
}

// whole are faults of the parts of a description.
func whole() []Fault {
	one := func(edit func(d *draft, i int) string) func(*draft) string {
		return func(d *draft) string {
			if len(d.Sections) < 4 {
				return ""
			}
			words, from := "", d.rng.IntN(len(d.Sections))
			for i := 0; i < len(d.Sections) && words == ""; i++ {
				words = edit(d, (from+i)%len(d.Sections))
			}
			return words
		}
	}
	return []Fault{
		// 专利法实施细则第二十条第一款.
		{"DSC-002", "缺一个部分", true, one(func(d *draft, i int) string {
			if strings.Contains(d.Sections[i].Heading, "附图") {
				return ""
			}
			d.Sections = slices.Delete(d.Sections, i, i+1)
			return Anywhere
		})},
		{"DSC-002", "缺一个标题", true, one(func(d *draft, i int) string {
			if i == 0 {
				return ""
			}
			s := &d.Sections[i-1]
			s.Lines = append(s.Lines, d.Sections[i].Lines...)
			d.Sections = slices.Delete(d.Sections, i, i+1)
			return Anywhere
		})},
		// 专利法实施细则第二十条第二款.
		{"DSC-003", "两个部分换了次序", true, one(func(d *draft, i int) string {
			if i == 0 {
				return ""
			}
			d.Sections[i], d.Sections[i-1] = d.Sections[i-1], d.Sections[i]
			return Anywhere
		})},
		{"DSC-003", "标题重复", true, one(func(d *draft, i int) string {
			s := &d.Sections[i]
			if len(s.Lines) < 3 {
				return ""
			}
			at := 1 + d.rng.IntN(len(s.Lines)-2)
			d.Sections = slices.Insert(d.Sections, i+1, Section{s.Heading, slices.Clone(s.Lines[at:])})
			d.Sections[i].Lines = d.Sections[i].Lines[:at]
			return Anywhere
		})},
		// 专利法实施细则第二十条.
		{"DSC-004", "一个部分只有标题", true, one(func(d *draft, i int) string { d.Sections[i].Lines = nil; return Anywhere })},
		// 专利法实施细则第二十条第一款第四项.
		{"DSC-009", "附图说明漏一幅", true, func(d *draft) string {
			s, all := d.figures()
			if len(all) < 3 {
				return ""
			}
			i := all[d.rng.IntN(len(all)-1)]
			s.Lines = slices.Delete(s.Lines, i, i+1)
			return Anywhere
		}},
		{"DSC-009", "附图说明重复一幅", true, func(d *draft) string {
			s, all := d.figures()
			if len(all) < 2 {
				return ""
			}
			i := all[d.rng.IntN(len(all))]
			s.Lines = slices.Insert(s.Lines, i, s.Lines[i])
			return Anywhere
		}},
		{"DSC-010", "正文引用没有的附图", true, func(d *draft) string {
			if _, all := d.figures(); len(all) == 0 {
				return ""
			}
			return says("具体实施方式", "其结构如#所示。", "图53", "图61", "图77")(d)
		}},
		// 专利法实施细则第二十条第一款第二项.
		{"DSC-014", "背景技术没有内容", true, func(d *draft) string {
			s := d.section("背景技术")
			if s == nil {
				return ""
			}
			s.Lines = []string{d.pick("无。", "略。", "没有。")}
			return Anywhere
		}},
		{"DSC-014", "引证的申请号校验位不对", true, says("背景技术", "申请号为#的中国专利公开了类似的方案。", "201810234567.9", "201520345678.1", "201910000123.2")},
		// 预审实务具体实施方式不少于1500字.
		{"DSC-023", "具体实施方式过于简单", true, func(d *draft) string {
			s := d.section("具体实施方式")
			if s == nil {
				return ""
			}
			s.Lines = s.Lines[:1]
			return Anywhere
		}},
		// 预审实务段落编号由电子申请系统自动生成.
		{"DSC-024", "段落编号不连续", true, func(d *draft) string {
			s := d.section("具体实施方式")
			if s == nil || len(s.Lines) < 6 {
				return ""
			}
			gap := 1 + d.rng.IntN(len(s.Lines)-2)
			for i := range s.Lines {
				n := 121 + i
				if i >= gap {
					n += 5
				}
				s.Lines[i] = fmt.Sprintf("[%04d] %s", n, s.Lines[i])
			}
			return Anywhere
		}},
		// 专利法实施细则第三条.
		{"PKG-003", "说明书不是中文", true, func(d *draft) string {
			for i := range d.Sections {
				for j, l := range d.Sections[i].Lines {
					n := utf8.RuneCountInString(l)/6 + 1
					d.Sections[i].Lines[j] = strings.TrimSpace(strings.Repeat("the part is fixed to the frame ", n)) + "."
				}
			}
			return Anywhere
		}},
	}
}

// figures finds the lines of the figures among the descriptions of drawings.
func (d *draft) figures() (*Section, []int) {
	s := d.section("附图说明")
	var all []int
	for i := 0; s != nil && i < len(s.Lines); i++ {
		if rest, ok := strings.CutPrefix(s.Lines[i], "图"); ok && strings.TrimLeft(rest, "0123456789") != rest && strings.Count(s.Lines[i], "图") < 4 {
			all = append(all, i)
		}
	}
	return s, all
}

// prose are faults of single words in the description.
func prose() []Fault {
	return []Fault{
		// 专利法实施细则第二十条第三款.
		{"DSC-005", "引用权利要求", true, says("具体实施方式", "其余部分#。", "如权利要求1所述", "如权利要求3所述的那样", "同权利要求2所述")},
		{"DSC-006", "宣传用语", true, says("发明内容", "该方案#。", "属于国内首创", "处于行业领先地位", "是最先进的方案", "具有革命性的意义", "堪称完美", "为顶级产品")},
		// 专利法第五条.
		{"DSC-007", "贬低他人的产品", true, says("背景技术", "#。", "有的厂家以次充好，其产品是垃圾产品", "某机电公司生产的同类产品质量很差", "这种做法愚蠢而可笑")},
		// 专利法第二十六条第四款.
		{"DSC-016", "权利要求的特征在说明书中没有", true, with("#", "其背对地面的一面粘贴有碳化硼蜂窝缓冲垫", "其四角悬挂有紫外消杀盒与荧光警示带", "其轴心处贯穿有磁悬浮飞轮及真空绝热夹套")},
		// 专利法第二十六条第三款.
		{"DSC-017", "数值范围没有实施例", true, with("表面的粗糙度为#", "71.5nm至73.5nm", "67.5nm至68.5nm")},
		// 专利法实施细则第三条.
		{"DSC-019", "成段的外文", true, says("具体实施方式", "#。", "The controller is configured to compare the measured value with the threshold and to stop the motor",
			"First the housing is fixed and then the cover is closed by means of four screws")},
		// 专利法实施细则第二十条第四款.
		{"DSC-020", "序列没有序列表", true, says("具体实施方式", "所用引物为5'-#-3'。", "ATGGCTAGCAAGGTCTTCATG", "GGATCCATTCGATCGATTAACC")},
		// 预审实务论文体用语.
		{"DSC-021", "论文体用语", true, says("具体实施方式", "#进行了试验。", "本文", "我们", "作者", "本论文")},
		// 预审实务绝对化用语.
		{"DSC-022", "绝对化的承诺", true, says("发明内容", "使用后#故障。", "彻底避免", "杜绝", "百分之百消除", "必然消除")},
		// 专利审查指南第二部分第二章2.2.7节.
		{"DSC-025", "以商标说明产品", true, says("具体实施方式", "其表面涂覆#。", "Teflon®", "奥的斯牌油漆", "特氟龙™")},
		// 专利法第五条.
		{"DSC-026", "违法或者妨害公共利益的用途", true, says("具体实施方式", "该产品也可以#。", "安装于赌场，作为赌博筹码的计数装置", "印制中国地图及南海诸岛", "供吸食毒品者使用")},
		// 个人信息保护法.
		{"DSC-027", "个人信息", true, says("具体实施方式", "试验时登记的联系方式为#。", "13912345678", "11010519491231002X")},
		// 国家知识产权局令第84号.
		{"DSC-028", "训练数据的来源", true, func(d *draft) string {
			// A text that speaks of consent or of privacy answers the question.
			if d.has("同意") || d.has("授权") || d.has("隐私") || d.has("脱敏") || d.has("联邦") {
				return ""
			}
			return says("具体实施方式", "此外，#，并训练神经网络加以预测。", "抓取用户的聊天记录", "采集路人的人脸", "收集住户的行踪")(d)
		}},
		{"DSC-029", "说明书中的乱码与重叠标点", true, says("具体实施方式", "其端部设有#卡槽。", "□", "\ufffd", "，，", "锟斤拷")},
		// 预审实务占位内容.
		{"PKG-015", "说明书中留有占位内容", true, says("具体实施方式", "其宽度为#。", "XXX", "待补充", "【】", "××××")},
	}
}

// signs are faults of reference signs between claims, description and the list of signs.
func signs() []Fault {
	signed := func(edit func(d *draft, s sign) string) func(*draft) string {
		return func(d *draft) string {
			if all := d.signed(); len(all) > 0 {
				return edit(d, all[d.rng.IntN(len(all))])
			}
			return ""
		}
	}
	return []Fault{
		// 专利法实施细则第二十一条第二款.
		{"CLM-020", "标记在说明书中没有", true, signed(func(d *draft, s sign) string {
			c := d.Claims[s.i]
			d.Claims[s.i] = c[:s.from] + "（978）" + c[s.to:]
			return "978"
		})},
		{"CLM-036", "同一标记换了名称", true, signed(func(d *draft, s sign) string {
			for i, c := range d.Claims {
				for _, b := range []string{"（" + s.mark + "）", "(" + s.mark + ")"} {
					c = strings.ReplaceAll(c, s.name+b, "撑持架座"+b)
				}
				d.Claims[i] = c
			}
			return "撑持架座"
		})},
	}
}

// abstracts are faults of the abstract.
func abstracts() []Fault {
	ends := func(rule, how string, words ...string) Fault {
		return Fault{rule, how, false, func(d *draft) string {
			w := d.stranger(words...)
			s, ok := strings.CutSuffix(d.Abstract, "。")
			if n := utf8.RuneCountInString(s); !ok || w == "" || n > 280 {
				return ""
			}
			d.Abstract = s + "，" + w + "。"
			return w
		}}
	}
	return []Fault{
		// 专利法第二十六条第一款.
		{"ABS-001", "没有摘要", true, func(d *draft) string { d.Abstract = ""; return Anywhere }},
		// 专利审查指南第一部分第一章4.5.1节.
		{"ABS-002", "摘要超过300字", false, func(d *draft) string {
			if n := utf8.RuneCountInString(d.Abstract); n < 60 || n > 300 {
				return ""
			}
			for utf8.RuneCountInString(d.Abstract) <= 300 {
				d.Abstract += d.pick("各部分可以拆开运输。", "它也便于清洗与存放。")
			}
			return Anywhere
		}},
		// 专利法实施细则第二十六条第一款.
		{"ABS-003", "摘要没有名称与要点", false, func(d *draft) string {
			if d.Abstract == "" {
				return ""
			}
			d.Abstract = d.pick("本方案包括几个部分，各部分依次连接。", "它由几个部分组成，使用方便。")
			return Anywhere
		}},
		// 专利法实施细则第二十六条第二款.
		ends("ABS-004", "摘要含有宣传用语", "是最先进的方案", "处于国际领先水平", "属于国内首创", "堪称完美"),
		// 专利审查指南第一部分第一章4.5.1节.
		{"ABS-005", "摘要写标题", false, func(d *draft) string {
			if d.Abstract == "" || d.Title == "" {
				return ""
			}
			d.Abstract = d.Title + "\n" + d.Abstract
			return Anywhere
		}},
		// 专利审查指南第二部分第二章2.4节.
		{"ABS-006", "摘要的附图标记不加括号", false, func(d *draft) string {
			for _, s := range d.signed() {
				for _, b := range []string{"（" + s.mark + "）", "(" + s.mark + ")"} {
					if strings.Contains(d.Abstract, s.name+b) {
						d.Abstract = strings.Replace(d.Abstract, s.name+b, s.name+s.mark, 1)
						return s.name + s.mark
					}
				}
			}
			return ""
		}},
		// 撰写质量提示摘要的概括性.
		{"ABS-008", "摘要照抄权利要求1", false, func(d *draft) string {
			c := d.Claims[0]
			if d.Abstract == "" || utf8.RuneCountInString(c) < 60 {
				return ""
			}
			d.Abstract = strings.TrimSpace(c[leading(c):])
			return Anywhere
		}},
	}
}
