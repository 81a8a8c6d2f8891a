package demo

import (
	"context"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"zhibao/center/demo/text"
	"zhibao/industry/database/intake"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

// A topic is what some of the published documents of the demo are about. They are written here, and share no
// text with the cases, which are not published.
type topic struct{ name, part, ipc, field string }

var topics = []topic{
	{"锂离子电池", "电芯", "H01M 10/0525", "新能源"}, {"动力电池包", "液冷板", "H01M 10/613", "新能源"}, {"燃料电池堆", "双极板", "H01M 8/0258", "新能源"}, {"光伏组件", "背板", "H01L 31/049", "新能源"},
	{"工业机器人", "关节减速器", "B25J 17/00", "智能制造"}, {"数控机床", "主轴", "B23Q 11/00", "智能制造"}, {"激光焊接头", "光路组件", "B23K 26/21", "智能制造"}, {"自动导引车", "底盘", "B62D 63/02", "智能制造"},
	{"医用内窥镜", "弯曲段", "A61B 1/005", "生物医药"}, {"输液泵", "泵管", "A61M 5/142", "生物医药"}, {"基因测序芯片", "微孔阵列", "C12Q 1/6869", "生物医药"}, {"人工关节", "衬垫", "A61F 2/38", "生物医药"},
	{"半导体刻蚀机", "气体喷淋头", "H01L 21/67", "集成电路"}, {"存储控制器", "缓存单元", "G06F 12/0802", "集成电路"}, {"射频前端模块", "滤波器", "H04B 1/38", "集成电路"}, {"图像传感器", "像素单元", "H01L 27/146", "集成电路"},
	{"污水处理池", "曝气管", "C02F 3/12", "节能环保"}, {"烟气脱硫塔", "喷淋层", "B01D 53/50", "节能环保"}, {"空气源热泵", "蒸发器", "F25B 30/06", "节能环保"}, {"垃圾分选线", "识别单元", "B07C 5/342", "节能环保"},
	{"推荐系统", "排序模型", "G06F 16/9535", "信息技术"}, {"语音识别装置", "声学模型", "G10L 15/16", "信息技术"}, {"区块链节点", "共识模块", "H04L 9/32", "信息技术"}, {"车载导航终端", "路径规划单元", "G01C 21/34", "信息技术"},
}

// An aspect is what a document improves.
type aspect struct{ name, does, gain string }

var aspects = []aspect{
	{"温度控制", "根据实测温度分段调节工作功率", "温度波动减小，寿命延长"}, {"故障诊断", "比较实测波形与正常波形并给出故障类别", "故障能够在停机之前发现"}, {"密封结构", "在接合面之间设置弹性密封圈和引流槽", "渗漏减少，维护周期加长"},
	{"减振结构", "以不同刚度的弹性件分级支撑", "振动和噪声降低"}, {"能量回收", "把制动或排放的能量送回储能单元", "能耗降低"}, {"快速装配", "以卡扣和定位销代替螺钉连接", "装配时间缩短，可以反复拆装"},
	{"在线检测", "在工作过程中逐件采集图像并判断缺陷", "不合格品不流入下一工序"}, {"自适应调节", "按照负载的变化自动修正控制参数", "在不同工况下保持稳定"}, {"清洁装置", "定时以反向气流和毛刷清除附着物", "不需要人工拆洗"},
	{"数据加密", "把密钥分成若干份并分别存放", "单份泄露时数据仍然安全"}, {"轻量化", "以中空的加强筋代替实心板", "重量减轻而强度不变"}, {"耐腐蚀涂层", "先形成过渡层再形成致密的外层", "在潮湿环境中不起泡、不剥落"},
	{"均匀分布", "以逐级分流的通道使介质分布均匀", "局部过热或不足的情形减少"}, {"预测维护", "由历史数据估计剩余寿命并提示更换", "计划外的停机减少"},
}

// A publication is a document of the demo.
type publication struct {
	topic
	aspect
	n         int
	number    string // without kind
	app       ident.ApplicationNo
	filed     calendar.Day
	published calendar.Day
	granted   calendar.Day // none where it is not
	applicant string
	inventors []string
}

func (p *publication) title() string {
	return "一种" + p.topic.name + "的" + p.aspect.name + []string{"方法", "装置", "系统"}[p.n%3]
}

// publications are made up: every topic with every aspect.
func (b *builder) publications() (out []publication, err error) {
	last := calendar.DayOf(b.end)
	fields := text.Fields()
	for i := range len(topics) * len(aspects) {
		p := publication{topic: topics[i%len(topics)], aspect: aspects[(i/len(topics)+i)%len(aspects)], n: i}
		// More of them in later years, as in life.
		back := 5600 - 5400*(i*i/len(topics)/len(aspects)+i)/(2*len(topics)*len(aspects))
		p.filed = last - calendar.Day(max(back, 400)) - calendar.Day(i*17%200)
		p.published, p.number = p.filed+calendar.Day(180+i*13%370), fmt.Sprintf("CN1%08d", 90_000_000+i)
		if i%5 < 3 && p.published+500 < last {
			p.granted = p.published + calendar.Day(300+i*29%600)
			if p.granted >= last {
				p.granted = 0
			}
		}
		if p.app, err = ident.ParseApplicationNo(fmt.Sprintf("10%d00%07d", p.filed.Year(), 9_500_000+i)); err != nil {
			return nil, err
		}
		p.applicant = text.Company(fields[i%len(topics)%len(fields)], i*7%8).Name
		if i%11 == 5 {
			p.applicant = []string{"示例精工株式会社", "Shili Example Corporation", "示例大学", "示例研究院"}[i/11%4]
		}
		for k := range 1 + i%3 {
			p.inventors = append(p.inventors, text.Person(i*3+k).Name)
		}
		out = append(out, p)
	}
	return out, nil
}

// address is where the applicant is: in one of five districts, the same for all documents of a topic.
func (p *publication) address() string {
	if p.n%11 == 5 {
		return "示范地址"
	}
	return []string{"浙江省杭州市西湖区", "浙江省杭州市滨江区", "浙江省宁波市鄞州区", "浙江省温州市鹿城区", "浙江省嘉兴市南湖区"}[p.n%len(topics)%5] + "示范路1号"
}

// document writes a publication as the office does, V2.2.1.
func (p *publication) document(w *strings.Builder, kind string, day calendar.Day) {
	esc := func(s string) string {
		var sb strings.Builder
		xml.EscapeText(&sb, []byte(s)) // a builder takes everything
		return sb.String()
	}
	date := func(d calendar.Day) string { return strings.ReplaceAll(d.String(), "-", "") }
	digits := strings.TrimPrefix(p.number, "CN")
	fmt.Fprintf(w, `<business:PatentDocumentAndRelated xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" xmlns:business="http://www.sipo.gov.cn/XMLSchema/business" xsdVersion="V2.2.1" lang="zh" country="CN" docNumber="%s" kind="%s" datePublication="%s">
<business:BibliographicData><business:PublicationReference dataFormat="standard"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>%s</base:DocNumber><base:Kind>%s</base:Kind><base:Date>%s</base:Date></base:DocumentID></business:PublicationReference>
<business:ApplicationReference applType="10" dataFormat="original"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>%s</base:DocNumber><base:Date>%s</base:Date></base:DocumentID></business:ApplicationReference>
<business:ClassificationIPCRDetails><business:ClassificationIPCR sequence="1"><base:Text>%s (2006.01)</base:Text></business:ClassificationIPCR></business:ClassificationIPCRDetails>
<business:InventionTitle>%s</business:InventionTitle><business:Parties><business:ApplicantDetails><business:Applicant sequence="1"><base:AddressBook><base:Name>%s</base:Name><base:Address><base:WIPOST3Code>CN</base:WIPOST3Code><base:Text>%s</base:Text></base:Address></base:AddressBook></business:Applicant></business:ApplicantDetails><business:InventorDetails>`,
		digits, kind, date(day), digits, kind, date(day), p.app, date(p.filed), p.ipc, esc(p.title()), esc(p.applicant), p.address())
	for _, name := range p.inventors {
		fmt.Fprintf(w, `<business:Inventor><base:AddressBook><base:Name>%s</base:Name></base:AddressBook></business:Inventor>`, esc(name))
	}
	w.WriteString("</business:InventorDetails></business:Parties></business:BibliographicData>\n")
	subject := strings.TrimPrefix(p.title(), "一种")
	fmt.Fprintf(w, "<business:Abstract><base:Paragraphs>本发明公开了%s。该%s包括%s，其中%s。由此%s。</base:Paragraphs></business:Abstract>\n", p.title(), subject, p.part, p.does, p.gain)
	w.WriteString("<business:Description>")
	for _, s := range [][2]string{{"技术领域", "本发明涉及" + p.field + "领域，具体涉及" + p.title() + "。"}, {"背景技术", "现有的" + p.topic.name + "在工作时，其" + p.part + "容易受到工况变化的影响，" + p.aspect.name + "的效果不稳定。"},
		{"发明内容", "本发明提供" + p.title() + "：" + p.does + "。与现有技术相比，" + p.gain + "。"}, {"具体实施方式", fmt.Sprintf("在一个实施例中，%s设有 %d 个%s，每个%s与控制单元相连；%s。试验表明，%s，改善幅度为 %d%%。", p.topic.name, 2+p.n%7, p.part, p.part, p.does, p.gain, 8+p.n*7%40)}} {
		fmt.Fprintf(w, "<business:Section><base:Paragraphs>%s</base:Paragraphs><base:Paragraphs num=\"n%04d\">%s</base:Paragraphs></business:Section>\n", s[0], p.n, esc(s[1]))
	}
	w.WriteString("</business:Description>")
	p.drawings(w, kind)
	w.WriteString("<business:Claims>")
	for i, c := range []string{p.title() + "，其特征在于，包括" + p.part + "，" + p.does + "。", "根据权利要求1所述的" + subject + "，其特征在于，所述" + p.part + fmt.Sprintf("的数量为%d至%d个。", 2+p.n%3, 6+p.n%5), "根据权利要求1或2所述的" + subject + "，其特征在于，还包括显示单元，用于显示工作状态。"} {
		fmt.Fprintf(w, `<business:Claim num="%04d"><business:ClaimText>%d.%s</business:ClaimText></business:Claim>`, i+1, i+1, esc(c))
	}
	w.WriteString("</business:Claims></business:PatentDocumentAndRelated>\n")
}

// publish brings the documents into the holding as an office and a search service would give them: their
// texts as XML, families, citations and what happened to them as a list.
func (b *builder) publish(ctx context.Context) error {
	ps, err := b.publications()
	if err != nil {
		return err
	}
	folder := filepath.Join(b.c.Data, "intake")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	var doc strings.Builder
	doc.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	for i := range ps {
		ps[i].document(&doc, "A", ps[i].published)
		if !ps[i].granted.IsZero() {
			ps[i].document(&doc, "B", ps[i].granted)
		}
	}
	data, err := archive("示范公布数据.xml", doc.String(), ps)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "示范公布数据.zip"), data, 0o600); err != nil {
		return err
	}
	var list strings.Builder
	w := csv.NewWriter(&list)
	w.WriteAll(happened(ps, calendar.DayOf(b.end))) // a builder takes everything
	if err := os.WriteFile(filepath.Join(folder, "示范法律状态与引证.csv"), []byte("\ufeff"+list.String()), 0o600); err != nil {
		return err
	}
	today := calendar.DayOf(b.clk.Now())
	if err := b.watches(ctx, ps); err != nil {
		return err
	}
	if err := b.take(ctx, "示范公布数据（虚构）", "示范公布数据.zip", today-6); err != nil {
		return err
	}
	if err := b.take(ctx, "示范检索系统导出（虚构）", "示范法律状态与引证.csv", today-60); err != nil {
		return err
	}
	if err := b.publishDesigns(ctx, folder, today); err != nil {
		return err
	}
	_, err = b.c.Watches.Run(ctx, b.staff["shouli1"].Center)
	return err
}

// happened is the list of what became of the documents, with their families and citations.
func happened(ps []publication, last calendar.Day) [][]string {
	out := [][]string{{"公开（公告）号", "标题", "标题（翻译）", "申请人", "申请日", "公开（公告）日", "IPC", "简单同族ID", "引证专利", "当前法律状态", "授权公告日", "失效日", "转让执行日", "转让人", "受让人", "许可备案日", "被许可人", "质押登记日", "质权人", "诉讼日期", "诉讼案号"}}
	for i, p := range ps {
		var cites []string
		for k := 1; k <= i%6; k++ {
			if j := i - k*len(topics); j >= 0 {
				cites = append(cites, ps[j].number+"A")
			}
		}
		row := make([]string, len(out[0]))
		kind, status := "A", "审中"
		if !p.granted.IsZero() {
			kind, status, row[10] = "B", "有效", p.granted.String()
		}
		copy(row, []string{p.number + kind, p.title(), "", p.applicant, p.filed.String(), max(p.published, p.granted).String(), p.ipc, fmt.Sprintf("SF%06d", 700_000+i), strings.Join(cites, "; "), status})
		at := p.granted + calendar.Day(100+i*31%700)
		if !p.granted.IsZero() && at < last {
			switch i % 9 {
			case 1, 4:
				row[9], row[11] = "失效", at.String()
			case 2:
				row[12], row[13], row[14] = at.String(), p.applicant, "示范受让科技有限公司"
			case 3:
				row[15], row[16] = at.String(), "示范器材有限公司"
			case 5:
				row[17], row[18] = at.String(), "示范银行股份有限公司杭州分行"
			case 7:
				row[19], row[20] = at.String(), fmt.Sprintf("（%d）浙01知民初%d号（虚构）", at.Year(), 9000+i)
			}
		}
		out = append(out, row)
		// Some have relatives abroad.
		if i%7 == 3 {
			abroad := make([]string, len(out[0]))
			office := []string{"US2%010dA1", "EP4%06dA1", "WO2%09dA1"}[i/7%3]
			// Half of the American ones were granted.
			granted := i/7%6 == 0
			if granted {
				office = "US%08dB2"
			}
			copy(abroad, []string{fmt.Sprintf(office, 90_000+i), "Device and method for " + []string{"thermal control", "fault diagnosis", "sealing", "vibration damping", "energy recovery"}[i%5] + fmt.Sprintf(" (demonstration %d)", i), "", p.applicant, p.filed.String(), (p.published + 90).String(), p.ipc, row[7], p.number + "A", "审中"})
			if granted {
				abroad[9], abroad[10] = "有效", abroad[5]
			}
			out = append(out, abroad)
		}
	}
	return out
}

// take imports a file of the server's folder.
func (b *builder) take(ctx context.Context, source, file string, asOf calendar.Day) error {
	by := b.staff["shouli1"]
	var m *intake.Import
	err := b.c.DB.Write(ctx, func(tx *store.Tx) (err error) {
		m, err = b.c.Intake.Plan(ctx, tx, intake.New{Center: by.Center, Account: by.Account, Name: by.Name, Source: source, AsOf: asOf, Items: []intake.Item{{Name: file, Path: filepath.Join(b.c.Data, "intake", file)}}})
		return err
	})
	if err != nil {
		return err
	}
	if _, err = b.c.Intake.Do(ctx, m.Center, m.ID, "start"); err != nil {
		return err
	}
	if err := b.c.Intake.Run(ctx, m.Center, m.ID, nil); err != nil {
		return err
	}
	m, err = b.c.Intake.Find(ctx, m.Center, m.ID)
	if err == nil && (m.State != intake.Done || m.Refused > 0) {
		err = fmt.Errorf("demo: the import of %s ended %s with %d refused", file, m.State, m.Refused)
	}
	return err
}
