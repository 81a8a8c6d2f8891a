package field

import (
	"fmt"
	"slices"
	"strings"
)

// numbers are faults of numbers, ends and headings of claims.
func numbers() []Fault {
	return []Fault{
		// 专利法实施细则第二十二条第二款.
		{"CLM-002", "末项编号跳号", false, func(d *draft) string {
			if len(d.Claims) < 3 || numberOf(d.Claims[len(d.Claims)-1]) != len(d.Claims) {
				return ""
			}
			return d.renumber(len(d.Claims)-1, len(d.Claims)+1+d.rng.IntN(3))
		}},
		{"CLM-002", "两项编号相同", false, on(3, func(d *draft, x *dependent) string { return d.renumber(x.i, x.i) })},
		// 专利法实施细则第二十四条第三款.
		{"CLM-003", "权利要求1改为引用权利要求2", false, func(d *draft) string {
			c := d.Claims[0]
			n := leading(c)
			if n == 0 || len(d.Claims) < 2 || strings.Contains(c, "权利要求") {
				return ""
			}
			d.Claims[0] = c[:n] + "根据权利要求2所述的" + strings.TrimPrefix(strings.TrimSpace(c[n:]), "一种")
			return Anywhere
		}},
		// 专利审查指南第二部分第二章3.3节.
		{"CLM-004", "删去结尾的句号", false, on(2, func(d *draft, x *dependent) string {
			c, ok := strings.CutSuffix(d.Claims[x.i], "。")
			if !ok {
				return ""
			}
			d.Claims[x.i] = c
			return Anywhere
		})},
		{"CLM-004", "结尾的句号改为其他标点", false, on(2, func(d *draft, x *dependent) string {
			c, ok := strings.CutSuffix(d.Claims[x.i], "。")
			if !ok {
				return ""
			}
			d.Claims[x.i] = c + d.pick("；", "，", ".", "、")
			return Anywhere
		})},
		{"CLM-004", "中间的逗号或分号改为句号", false, func(d *draft) string {
			i := d.rng.IntN(len(d.Claims))
			for _, mark := range []string{"；", "，"} {
				if at := strings.LastIndex(d.Claims[i], mark); at > 60 && ended(d.Claims[i]) {
					d.Claims[i] = d.Claims[i][:at] + "。" + d.Claims[i][at+len(mark):]
					return Anywhere
				}
			}
			return ""
		}},
		{"CLM-005", "编号前冠以“权利要求”", false, on(2, func(d *draft, x *dependent) string {
			d.Claims[x.i] = "权利要求" + d.Claims[x.i]
			return Anywhere
		})},
		// 专利法实施细则第二十四条第一款.
		{"CLM-006", "删去权利要求1的“其特征在于”", false, func(d *draft) string {
			for _, words := range []string{"，其特征在于，", "，其特征在于：", "，其特征是，", "其特征在于，", "其特征在于："} {
				if strings.Count(d.Claims[0], words) == 1 && strings.Count(d.Claims[0], "特征") == 1 {
					d.Claims[0] = strings.Replace(d.Claims[0], words, "，", 1)
					return Anywhere
				}
			}
			return ""
		}},
		// 专利法实施细则第二十二条.
		{"CLM-035", "权利要求增加到10项以上", false, func(d *draft) string {
			if len(d.Claims) > 10 {
				return ""
			}
			x := d.follower(2)
			for i := 0; x != nil && len(d.Claims) < 11+d.rng.IntN(3); i++ {
				d.append(fmt.Sprintf("根据权利要求1所述的%s，其特征在于，所用部件的数量为%d个。", x.subject, 2+i))
			}
			if x == nil {
				return ""
			}
			return Anywhere
		}},
		// 专利法第二十六条第四款.
		{"CLM-042", "重复一项从属权利要求", false, on(2, func(d *draft, x *dependent) string {
			c := d.Claims[x.i]
			d.append(strings.TrimSpace(c[leading(c):]))
			return Anywhere
		})},
		{"CLM-034", "权利要求1写入大量细节", false, func(d *draft) string { return d.long() }},
		// 规范申请专利行为的规定（局令第77号）第三条第四项.
		{"QUA-006", "权利要求1写入大量无关的细节", false, func(d *draft) string { return d.long() }},
	}
}

// long makes claim 1 longer than any that is useful: trivial parts one after the other.
func (d *draft) long() string {
	c, ok := strings.CutSuffix(d.Claims[0], "。")
	if !ok {
		return ""
	}
	var b strings.Builder
	for i := range 40 {
		name := fmt.Sprintf("第%d衬垫", i+1)
		fmt.Fprintf(&b, "；还设有%s，所述%s的宽度为%d.5mm，所述%s粘贴于第%d个格子", name, name, 9+i, name, i+1)
	}
	d.Claims[0] = c + b.String() + "。"
	return Anywhere
}

// references are faults of the references between claims.
func references() []Fault {
	return []Fault{
		// 专利法实施细则第二十五条第一款.
		{"CLM-007", "引用部分不写主题名称", false, on(2, func(d *draft, x *dependent) string {
			c := d.Claims[x.i]
			at := strings.Index(c[x.to:], x.subject)
			if at < 0 || x.subject == "" || len(x.subject) > 90 {
				return ""
			}
			d.Claims[x.i] = c[:x.to] + c[x.to+at+len(x.subject):]
			return Anywhere
		})},
		// 专利法实施细则第二十五条第二款.
		{"CLM-008", "引用自身", false, on(2, func(d *draft, x *dependent) string { return d.refer(x, fmt.Sprint(x.i+1)) })},
		{"CLM-008", "引用在后的权利要求", false, on(2, func(d *draft, x *dependent) string {
			if x.i+1 == len(d.Claims) {
				return ""
			}
			return d.refer(x, fmt.Sprint(len(d.Claims)))
		})},
		{"CLM-009", "以“和”“及”连接引用的权利要求", false, on(3, func(d *draft, x *dependent) string {
			if !d.family(x) {
				return ""
			}
			return d.refer(x, fmt.Sprintf("1%s%d", d.pick("和", "及", "以及", "与"), x.i))
		})},
		{"CLM-009", "“至”之后没有“任一项”", false, on(4, func(d *draft, x *dependent) string {
			if !d.family(x) {
				return ""
			}
			return d.refer(x, fmt.Sprintf("1%s%d", d.pick("至", "-", "~"), x.i))
		})},
		{"CLM-010", "多项从属权利要求引用多项从属权利要求", false, on(4, func(d *draft, x *dependent) string {
			base := slices.DeleteFunc(d.dependents(), func(y dependent) bool { return y.i+1 < 3 || y.i >= x.i })
			if len(base) == 0 || !d.family(x) {
				return ""
			}
			y := base[d.rng.IntN(len(base))]
			d.refer(&y, "1或2")
			return d.refer(x, fmt.Sprintf("1或%d", y.i+1))
		})},
		{"CLM-010", "“任一项”之中有多项从属权利要求", false, on(4, func(d *draft, x *dependent) string {
			base := slices.DeleteFunc(d.dependents(), func(y dependent) bool { return y.i+1 < 3 || y.i >= x.i })
			if len(base) == 0 || !d.family(x) {
				return ""
			}
			d.refer(&base[d.rng.IntN(len(base))], "1或2")
			c := d.Claims[x.i]
			d.Claims[x.i] = c[:x.from] + fmt.Sprintf("1至%d中任一项", x.i) + c[x.to:]
			return fmt.Sprintf("权利要求1至%d", x.i)
		})},
		// 专利法实施细则第二十五条第一款第（一）项.
		{"CLM-011", "从属权利要求换了主题", false, on(2, func(d *draft, x *dependent) string {
			other := d.stranger("茶叶包装盒", "钢轨扣件", "雨伞骨架", "自行车铃", "乒乓球拍", "纽扣")
			c := d.Claims[x.i]
			at := strings.Index(c[x.to:], x.subject)
			if at < 0 || x.subject == "" || other == "" {
				return ""
			}
			d.Claims[x.i] = c[:x.to+at] + other + c[x.to+at+len(x.subject):]
			return other
		})},
		// 专利审查指南第二部分第二章3.1.2节.
		{"CLM-012", "增加引用权利要求1的方法", false, on(2, func(d *draft, x *dependent) string {
			if strings.Contains(x.subject, "方法") || strings.Contains(x.subject, "工艺") || x.subject == "" {
				return ""
			}
			d.append(fmt.Sprintf("一种使用权利要求1所述的%s的方法，其特征在于，先放置，再启动，最后清洗。", x.subject))
			return "权利要求1"
		})},
		// 专利审查指南第二部分第二章3.3.2节.
		{"CLM-013", "从属权利要求排在另一独立权利要求之后", false, on(2, func(d *draft, x *dependent) string {
			if x.subject == "" || !strings.HasPrefix(strings.TrimSpace(d.Claims[0][leading(d.Claims[0]):]), "一种") {
				return ""
			}
			d.append("一种晾衣杆，其特征在于，包括横杆和撑脚，所述撑脚固定于所述横杆的两端。")
			d.append(fmt.Sprintf("根据权利要求1所述的%s，其特征在于，其外侧设有把手。", x.subject))
			return Anywhere
		})},
		// 专利法第三十一条第一款.
		{"CLM-014", "增加同类的独立权利要求", false, func(d *draft) string {
			if d.has("方法") || d.has("工艺") || strings.ContainsAny(d.Title, "和及与、用") || len(d.Claims) < 2 {
				return ""
			}
			d.append(fmt.Sprintf("一种%s，其特征在于，包括罩子和垫块，所述罩子扣在所述垫块上。", strings.TrimPrefix(d.Title, "一种")))
			return Anywhere
		}},
		// 专利法实施细则第二十五条.
		{"CLM-043", "引用不存在的权利要求", false, on(2, func(d *draft, x *dependent) string {
			return d.refer(x, fmt.Sprint(len(d.Claims)+40+d.rng.IntN(50)))
		})},
	}
}

// claimWords are faults of single words in claims.
func claimWords() []Fault {
	return []Fault{
		// 专利法实施细则第二十二条第三款.
		{"CLM-015", "写入“如图……所示”", false, with("其形状#", "如图7所示", "如说明书所述", "如附图5所示", "参见图6", "见附图8", "如说明书实施例2所述")},
		// 专利法第二十六条第四款.
		{"CLM-018", "公式的符号没有定义", false, with("其受力满足#", "Wq=ηRj+ζJk", "Zk=δY/ξ", "Hm=ωQz-ψG")},
		// 专利审查指南第二部分第二章3.2.2节.
		{"CLM-021", "括号中写入说明", false, with("其表面为金属#", "（多为铝）", "（如黄铜）", "（即板材）", "（包括合金）")},
		// 专利法第二十六条第四款.
		{"CLM-022", "“所述”的部件没有出处", false, with("#的一端倒圆", "所述棘爪扳手", "所述涡卷发条", "所述蝶形压板", "所述齿条滑枕", "所述曲颈喷管")},
		{"CLM-022", "“该”的部件没有出处", false, with("#的一端倒圆", "该棘爪扳手", "该涡卷发条", "该蝶形压板", "该齿条滑枕", "该曲颈喷管")},
		// 专利审查指南第二部分第二章3.2.2节.
		{"CLM-023", "写入“例如”一类的用语", false, with("采用紧固件，#销钉", "例如", "最好是", "尤其是", "必要时为", "比如")},
		{"CLM-024", "写入“约”“左右”一类的用语", false, with("其间距#", "约17mm", "大约为17mm", "为17mm左右", "接近17mm", "基本上为17mm", "大致为17mm")},
		{"CLM-024", "列举之后写“等”", false, with("其材料为#", "黄铜、锌等", "毛毡或类似物")},
		{"CLM-025", "写入没有比较基准的程度", false, with("其外壁#", "很厚", "较薄", "强度很强", "在高温下定形", "经高压压紧")},
		// 预审实务限定不明确的用语.
		{"CLM-026", "写入“优选”“可以”一类的用语", false, with("其外壁#为铜板", "优选地", "可选地", "可以", "可能", "优选")},
		{"CLM-026", "写入“若干”一类的用语", false, with("其外壁设有#凸棱", "若干", "某些", "一些")},
		// 预审实务否定式限定.
		{"CLM-027", "写入否定的限定", false, with("其表面#油墨", "不包括", "不含有", "不具有")},
		// 专利审查指南第二部分第二章3.3节.
		{"CLM-028", "写入效果", false, with("#", "从而大大提高了生产效率", "从而极大地节省了成本", "操作方便，深受顾客喜爱", "避免了浪费，减轻了劳动强度")},
		// 专利审查指南第二部分第二章3.2.2节.
		{"CLM-029", "写入商标、型号、网址", false, with("其采用#", "型号为TX-900的继电器", "凯夫拉®织带", "www.example.org提供的组件", "博世牌电钻")},
		// 专利审查指南第二部分第二章3.2.3节.
		{"CLM-030", "写入目的与背景", false, with("#，其外侧设有凸棱", "为了解决现有技术中容易脱落的问题", "现有的同类产品往往不够耐用", "本发明的目的是提高耐用程度")},
		// 专利法第二十六条第四款.
		{"CLM-032", "同一参数两个范围", false, with("其宽度为11mm至93mm，#", "优选为31mm至53mm", "更优选为41mm至47mm", "进一步为21mm至63mm")},
		// 专利审查指南第二部分第二章2.2.7节.
		{"CLM-033", "使用非法定计量单位", false, with("其宽度为#", "7英寸", "3尺", "9英尺")},
		{"CLM-033", "使用非法定的力的单位", false, with("其承受的力为#", "7公斤力", "9kgf")},
		// 预审实务程序代码与标识符.
		{"CLM-041", "写入程序代码、文件名", false, with("其控制器运行#", "start.py", "if (x>y) return z;", "setup.json", "get_order_id()")},
		// 预审实务占位内容.
		{"PKG-015", "留有占位内容", false, with("其宽度为#", "XXX", "待补充", "【】", "××××")},
		// 专利法实施细则第二十一条.
		{"DSC-029", "重叠的标点", false, with("其表面光滑#表面无孔", "，，", "。。", "；；")},
		{"DSC-029", "乱码", false, with("其端部设有#槽", "□", "\ufffd", "锟斤拷")},
	}
}

// claimWhole are claims that are wrong as a whole.
func claimWhole() []Fault {
	alone := func(rule, how string, words ...string) Fault {
		return Fault{rule, how, false, func(d *draft) string { d.append(d.pick(words...)); return Anywhere }}
	}
	return []Fault{
		// 专利法第二十六条第一款.
		{"CLM-001", "没有权利要求", true, func(d *draft) string { d.Claims = nil; return Anywhere }},
		// 专利法实施细则第二十二条第四款.
		{"CLM-019", "附图标记不加括号", false, func(d *draft) string {
			all := d.signed()
			if len(all) == 0 {
				return ""
			}
			s := all[d.rng.IntN(len(all))]
			c := d.Claims[s.i]
			d.Claims[s.i] = c[:s.from] + s.mark + c[s.to:]
			return s.name + s.mark
		}},
		// 专利审查指南第二部分第十章4.2.1节.
		alone("CLM-031", "封闭式组合物之后写“还包括”", "一种洗手组合物，由水、乙醇和甘油组成。"),
		// 专利审查指南第二部分第二章2.2.1节.
		{"CLM-037", "主题在名称和摘要中都没有", false, func(d *draft) string {
			w := d.stranger("票据打印机", "羽毛球发球器", "缝纫机压脚", "鱼缸换水器")
			if w == "" {
				return ""
			}
			d.append("一种" + w + "，其特征在于，包括进口和出口，所述进口位于所述出口的上方。")
			return w
		}},
		// 专利法第二十五条第一款第（三）项.
		alone("CLM-038", "治疗或者诊断方法", "一种颈椎病的治疗方法，其特征在于，令患者仰卧，以脉冲电流刺激颈部穴位。", "一种糖尿病的诊断方法，其特征在于，采集受试者的血样，由血糖判定病情。"),
		// 专利法第二十五条第一款第（二）项.
		alone("CLM-039", "智力活动的规则", "一种门店员工的考核方法，其特征在于，按月对出勤和业绩评分，排序后发放奖金。", "一种纸牌的游戏方法，其特征在于，四人轮流出牌，先出完者得二分。"),
		// 专利审查指南第二部分第九章.
		{"CLM-040", "有存储介质而没有方法", false, func(d *draft) string {
			if d.has("方法") || d.has("介质") || d.has("工艺") || d.has("算法") {
				return ""
			}
			d.append("一种计算机可读存储介质，其特征在于，存储有计算机程序。")
			return "计算机可读存储介质"
		}},
		// 专利法第三十一条第一款.
		alone("CLM-045", "另一发明的独立权利要求", "一种桂花酸梅饮，其特征在于，由乌梅、山楂与桂花熬煮而成，并以冰糖调味。"),
	}
}

// models are texts that are handed in as utility models.
func models() []Fault {
	return []Fault{
		// 专利法第二条第三款.
		{"UM-002", "实用新型要求保护方法", false, func(d *draft) string {
			if d.has("方法") || d.has("工艺") {
				return ""
			}
			d.Utility = true
			d.append("一种使用" + strings.TrimPrefix(d.Title, "一种") + "的方法，其特征在于，先放置，再启动。")
			return Anywhere
		}},
		// 专利审查指南第一部分第二章6.1节.
		{"UM-008", "实用新型的产品写入工艺", false, func(d *draft) string {
			if d.has("方法") || d.has("工艺") {
				return ""
			}
			d.Utility = true
			return with("其由#制得", "先加热至230℃再保温3小时", "在180℃下烘烤2小时")(d)
		}},
		// 专利审查指南第一部分第二章.
		{"UM-007", "实用新型中称“本发明”", false, func(d *draft) string {
			if d.has("方法") || !strings.Contains(d.Abstract, "本实用新型") {
				return ""
			}
			d.Utility = true
			d.Abstract = strings.Replace(d.Abstract, "本实用新型", "本发明", 1)
			return "本发明"
		}},
		{"UM-007", "发明中称“本实用新型”", false, func(d *draft) string {
			if strings.Contains(d.Abstract, "实用新型") || !strings.Contains(d.Abstract, "本发明") {
				return ""
			}
			d.Abstract = strings.Replace(d.Abstract, "本发明", "本实用新型", 1)
			return "本实用新型"
		}},
	}
}
