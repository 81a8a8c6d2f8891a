package cnxml_test

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhibao/internal/fault"
	"zhibao/internal/sharedata"
	"zhibao/patent"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/cnxml"
	"zhibao/patent/reader/xmltree"
)

func read(t testing.TB, doc string) *patent.Application {
	t.Helper()
	d, err := xmltree.Parse(context.Background(), "a.xml", []byte(doc), xmltree.Standard())
	if err != nil {
		t.Fatal(err)
	}
	return cnxml.Publication(d.Root, cnxml.Source{Entry: "a.xml"})
}

// readBody reads the parts of a filing.
func readBody(t testing.TB, doc string) *patent.Application {
	t.Helper()
	d, err := xmltree.Parse(context.Background(), "a.xml", []byte(doc), xmltree.Standard())
	if err != nil {
		t.Fatal(err)
	}
	a := &patent.Application{}
	cnxml.Body(a, d.Root, cnxml.Source{Entry: "a.xml"})
	return a
}

const old = `<?xml version="1.0" standalone="yes"?> <cn-patent-document><cn-bibliographic-data>
<cn-publication-reference><document-id><country>CN</country><doc-number>204000001</doc-number><kind>U</kind><date>20141224</date></document-id><gazette-reference><gazette-num>30-52</gazette-num></gazette-reference></cn-publication-reference>
<application-reference appl-type="实用新型"><document-id><country>CN</country><doc-number>201420000001.5</doc-number><date>20140102</date></document-id></application-reference>
<priority-claims><priority-claim sequence="1"><country>JP</country><doc-number>2013-1</doc-number><date>20130103</date></priority-claim></priority-claims>
<classifications-ipcr><classification-ipcr><text>A47J   41/00    (2006.01)</text></classification-ipcr><classification-ipcr><text>A47J 27/21 (2006.01) I</text></classification-ipcr></classifications-ipcr>
<invention-title>一种水壶</invention-title><abstract><p num="1">本实用新型公开了
	一种水壶。</p><p num="bio"><bio-deposit num="b1"><depositary>CGMCC No.1</depositary><bio-accno>2012.10.08</bio-accno></bio-deposit></p></abstract>
<cn-abstract-drawing><figure num="1"><img file="2014.TIF"/></figure></cn-abstract-drawing>
<cn-parties><cn-applicants><cn-applicant sequence="1"><addressbook><name>某厂</name><address><text>310000 浙江省杭州市一路1号</text></address></addressbook></cn-applicant></cn-applicants>
<cn-inventors><cn-inventor><name>甲一</name></cn-inventor></cn-inventors>
<cn-agents><cn-agent><cn-agency><name>某代理(普通合伙) 33000</name></cn-agency><name>丁四</name></cn-agent></cn-agents></cn-parties></cn-bibliographic-data>
<application-body><description><invention-title id="t">一种水壶</invention-title><p id="p0001" num="0001">技术领域
	</p><p id="p0002" num="0002">本实用新型涉及水
	<br/>壶，面积3cm<sup>2</sup>，见<img id="i1" file="B.TIF"/>下式。
	<br/></p><p id="p0003" num="0003"><u>技术方案</u><br/></p><p id="p0004" num="0004">如表1：<tables num="1"><table><tgroup><tbody><row><entry>甲
	</entry><entry>乙</entry></row><row><entry>1</entry><entry>2</entry></row></tbody></tgroup></table></tables>之后的文字。</p></description>
<claims><claim id="cl0001" num="0001"><claim-text>1.一种水壶，其特征在于，包括壶
	<br/>体：</claim-text><claim-text>壶盖。</claim-text></claim><claim id="" num=""><claim-text>2.根据权利要求1所述的水壶。</claim-text></claim><claim num="3"><claim-text>没有前缀的权利要求。</claim-text></claim></claims>
<drawings><figure id="f0001" num="0001" figure-labels="图1"><img file="H.TIF" wi="700" he="465"/></figure></drawings></application-body></cn-patent-document>`

func TestOld(t *testing.T) {
	a := read(t, old)
	want := &patent.Publication{
		Country: "CN", Number: "204000001", KindCode: "U", Date: "20141224", Gazette: "30-52", ApplicationNo: "201420000001.5", FilingDate: "20140102",
		Priorities: []patent.Priority{{Country: "JP", Date: "20130103", Number: "2013-1"}}, IPC: []string{"A47J 41/00", "A47J 27/21"},
		Applicants: []patent.Applicant{{Name: "某厂", Street: "浙江省杭州市一路1号", Postcode: "310000"}}, Inventors: []patent.Inventor{{Name: "甲一"}},
		Agency:   patent.Agency{Name: "某代理(普通合伙)", Code: "33000", Agents: []patent.Agent{{Name: "丁四"}}},
		Deposits: []patent.Deposit{{Unit: "CGMCC No.1", Number: "2012.10.08"}},
	}
	if d := cmp.Diff(want, a.Publication); d != "" {
		t.Error(d)
	}
	if a.Kind != patent.UtilityModel || a.Title != "一种水壶" || a.Reader != "cn-xml-2006" || a.Request != nil || a.Abstract.Count != 1 || a.Abstract.File != "2014.TIF" {
		t.Errorf("%q %q %q %+v", a.Kind, a.Title, a.Reader, a.Abstract)
	}
	if got := dump(a, patent.Description); got != `title||一种水壶
heading|0001|技术领域
paragraph|0002|本实用新型涉及水壶，面积3cm2，见下式。
picture|||B.TIF
heading|0003|技术方案
paragraph|0004|如表1：
table|0004|甲	乙 / 1	2
paragraph|0004|之后的文字。
` {
		t.Error(got)
	}
	if got := dump(a, patent.Claims); got != `claim|1|1.一种水壶，其特征在于，包括壶体： / 壶盖。
claim|2|2.根据权利要求1所述的水壶。
claim|3|没有前缀的权利要求。
` {
		t.Error(got)
	}
	if got := a.Text(patent.Abstract).Text; got != "本实用新型公开了一种水壶。" {
		t.Errorf("%q", got)
	}
	if len(a.Figures) != 1 || a.Figures[0].Label != "图1" || a.Figures[0].Present || a.Figures[0].MMWidth != 0 {
		t.Errorf("%+v", a.Figures)
	}
}

func dump(a *patent.Application, p patent.Part) string {
	var sb strings.Builder
	t := a.Text(p)
	for _, b := range t.Blocks {
		fmt.Fprintf(&sb, "%s|%s|%s", b.Kind, b.Number, strings.ReplaceAll(t.Of(b), "\n", " / "))
		if b.File != "" {
			sb.WriteString("|" + b.File)
		}
		sb.WriteByte('\n')
	}
	return sb.String()
}

const current = `<?xml version="1.0" encoding="utf-8"?><business:PatentDocumentAndRelated xmlns:base="b" xmlns:business="c" docNumber="113000001" kind="A">
<business:BibliographicData><business:PublicationReference dataFormat="original"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>113000001</base:DocNumber><base:Kind>A</base:Kind><base:Date>20211210</base:Date></base:DocumentID></business:PublicationReference>
<business:ApplicationReference applType="10" dataFormat="original"><base:DocumentID><base:DocNumber>202110000001.X</base:DocNumber><base:Date>20210101</base:Date></base:DocumentID></business:ApplicationReference>
<business:ApplicationReference applType="10" dataFormat="standard"><base:DocumentID><base:DocNumber>102021000000001</base:DocNumber></base:DocumentID></business:ApplicationReference>
<business:PriorityDetails><business:Priority dataFormat="original"><base:WIPOST3Code>KR</base:WIPOST3Code><base:DocNumber>10-1</base:DocNumber><base:Date>20200101</base:Date></business:Priority><business:Priority dataFormat="standard"><base:WIPOST3Code>KR</base:WIPOST3Code></business:Priority></business:PriorityDetails>
<business:InventionTitle>显示设备</business:InventionTitle>
<business:Parties><business:ApplicantDetails><business:Applicant dataFormat="original"><base:AddressBook><base:Name>某公司</base:Name><base:Address><base:City>0</base:City><base:Province>浙江省</base:Province><base:PostCode>0</base:PostCode><base:Text>浙江省某地</base:Text></base:Address></base:AddressBook></business:Applicant></business:ApplicantDetails></business:Parties></business:BibliographicData>
<business:Abstract><base:Paragraphs num="0001">公开了一种显示设备。</base:Paragraphs><business:AbstractFigure><base:Figure num="0001"><base:Image file="2021.JPG"/></base:Figure></business:AbstractFigure></business:Abstract>
<business:Description><business:InventionTitle id="title1">显示设备</business:InventionTitle><base:Paragraphs id="p0001" num="n0001">相关申请的交叉引用</base:Paragraphs>
<business:TechnicalField><base:Paragraphs id="p0003">技术领域</base:Paragraphs><base:Paragraphs id="p0004" num="n0003">涉及显示设备。</base:Paragraphs></business:TechnicalField>
<business:InventionMode><base:Paragraphs id="p0005">具体实施例方式</base:Paragraphs><base:Paragraphs id="p0006" num="n0004"><base:TableDetails num="1"><base:Table><base:Title/><tgroup><tbody><row><entry>字段</entry><entry>含义</entry></row></tbody></tgroup></base:Table></base:TableDetails></base:Paragraphs></business:InventionMode></business:Description>
<business:Drawings><base:Figure num="0001" figureLabels="图1"><base:Image file="H.JPG"/></base:Figure></business:Drawings>
<business:Claims><business:Claim id="cl0001" num="0001"><business:ClaimText>1.显示设备，包括：</business:ClaimText><business:ClaimText>面板。</business:ClaimText></business:Claim></business:Claims></business:PatentDocumentAndRelated>`

func TestCurrent(t *testing.T) {
	a := read(t, current)
	if a.Kind != patent.Invention || a.Reader != "cn-xml-2.2.1" || a.Publication.ApplicationNo != "202110000001.X" || len(a.Publication.Priorities) != 1 ||
		a.Publication.Applicants[0].Province != "浙江省" || a.Publication.Applicants[0].City != "" || a.Abstract.Count != 1 {
		t.Errorf("%q %+v", a.Kind, a.Publication)
	}
	if got := dump(a, patent.Description); got != `title||显示设备
heading|0001|相关申请的交叉引用
heading||技术领域
paragraph|0003|涉及显示设备。
heading||具体实施例方式
table|0004|字段	含义
` {
		t.Error(got)
	}
	if got := dump(a, patent.Claims); got != "claim|1|1.显示设备，包括： / 面板。\n" {
		t.Error(got)
	}
	if len(a.Figures) != 1 || a.Figures[0].Label != "图1" {
		t.Errorf("%+v", a.Figures)
	}
}

func TestKinds(t *testing.T) {
	for in, want := range map[string]patent.Kind{
		`appl-type="外观设计"|201430000001.0`: patent.Design, `applType="20"|x`: patent.UtilityModel, `|202310000001.5`: patent.Invention, `|02200001.1`: patent.UtilityModel,
		`|202180012345.7`: patent.Invention, `|202490001234.5`: patent.UtilityModel, `|03300001`: patent.Design, `|`: "",
	} {
		attr, number, _ := strings.Cut(in, "|")
		a := read(t, `<cn-patent-document><cn-bibliographic-data><application-reference `+attr+`><document-id><doc-number>`+number+
			`</doc-number></document-id></application-reference></cn-bibliographic-data></cn-patent-document>`)
		if a.Kind != want {
			t.Errorf("%s: %q", in, a.Kind)
		}
	}
}

func TestScannedPagesAndSecondPart(t *testing.T) {
	a := read(t, `<cn-patent-document><application-body><claims><doc-page file="a.tif"/><doc-page file="b.tif"/></claims><description><p>甲。</p></description><description><p>乙丙。</p></description></application-body></cn-patent-document>`)
	if len(a.Losses) != 2 || !strings.Contains(a.Losses[0].What, "扫描页（2 页）") || a.Losses[1].Runes != 3 || a.Has(patent.Claims) {
		t.Errorf("%+v", a.Losses)
	}
}

// TestShared: of every real publication each character of claims, description and abstract is in
// the model, in order, and every claim and paragraph is a block.
func TestShared(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sharedata.Dir(t, "patent-xml-standards", "data", "examples"), "cn_*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		a := read(t, string(data))
		words, count := plain(t, data)
		for part, want := range words {
			if got := canon.Squeeze(a.Text(part).Text); got != want {
				t.Errorf("%s %s: the text is not that of the file: %s", filepath.Base(f), part, cmp.Diff(want, got))
			}
		}
		if n := len(a.Text(patent.Claims).Blocks); n != count["claim"] {
			t.Errorf("%s: %d claims of %d", f, n, count["claim"])
		}
		if len(a.Figures) != count["figure"] || len(a.Losses) > 0 || a.Kind == "" || len(a.Publication.IPC) == 0 || len(a.Publication.Applicants) == 0 || a.Publication.Agency.Code == "" {
			t.Errorf("%s: %d figures of %d, %v, %+v", f, len(a.Figures), count["figure"], a.Losses, a.Publication)
		}
		if n := len(a.Text(patent.Description).Blocks); n < count["p"]-2 {
			t.Errorf("%s: %d blocks for %d paragraphs", f, n, count["p"])
		}
	}
}

// plain reads the words of the parts with the standard library alone.
func plain(t testing.TB, data []byte) (map[patent.Part]string, map[string]int) {
	words, count := map[patent.Part]string{}, map[string]int{}
	d := xml.NewDecoder(strings.NewReader(string(data)))
	var part patent.Part
	var skip int
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return words, count
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			switch name := strings.ToLower(e.Name.Local); name {
			case "claims":
				part = patent.Claims
			case "description":
				part = patent.Description
			case "abstract":
				part = patent.Abstract
			case "claim":
				count["claim"]++
			case "p", "paragraphs":
				if part == patent.Description {
					count["p"]++
				}
			case "figure":
				if part == "" {
					count["figure"]++
				}
			case "cn-abstract-drawing":
				count["figure"]--
			case "bio-deposit":
				skip++
			}
		case xml.EndElement:
			switch strings.ToLower(e.Name.Local) {
			case "claims", "description", "abstract":
				part = ""
			case "bio-deposit":
				skip--
			}
		case xml.CharData:
			if part != "" && skip == 0 {
				words[part] += canon.Squeeze(string(e))
			}
		}
	}
}

func FuzzPublication(f *testing.F) {
	f.Add(old)
	f.Add(current)
	f.Fuzz(func(t *testing.T, doc string) {
		if len(doc) > 1<<15 {
			return
		}
		d, err := xmltree.Parse(context.Background(), "a.xml", []byte(doc), xmltree.Standard())
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatal(err)
			}
			return
		}
		a := cnxml.Publication(d.Root, cnxml.Source{})
		for p, x := range a.Texts {
			for _, b := range x.Blocks {
				if b.Start < 0 || b.End > len(x.Text) || b.Start > b.End {
					t.Fatalf("%s: %+v", p, b)
				}
			}
		}
	})
}

func BenchmarkPublication(b *testing.B) {
	files, err := filepath.Glob(filepath.Join(sharedata.Dir(b, "patent-xml-standards", "data", "examples"), "cn_*.xml"))
	if err != nil || len(files) == 0 {
		b.Fatal(err)
	}
	var docs [][]byte
	var total int64
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		docs = append(docs, data)
		total += int64(len(data))
	}
	b.SetBytes(total)
	for b.Loop() {
		for _, data := range docs {
			read(b, string(data))
		}
	}
}

// TestTypedAgain: a number that is typed although the paragraph has the same one is left out of the
// words, and that is said.
func TestTypedAgain(t *testing.T) {
	a := readBody(t, `<cn-application-body><description><p id="p1" num="0001">[0001]本发明涉及水壶。</p><p id="p2" num="0002">[0009]水壶有盖。</p></description></cn-application-body>`)
	d := a.Text(patent.Description)
	if d.Text != "本发明涉及水壶。\n[0009]水壶有盖。" || len(a.Losses) != 1 || a.Losses[0].Runes != 6 || !strings.Contains(a.Losses[0].What, "共 1 处") {
		t.Errorf("%q %+v", d.Text, a.Losses)
	}
}

// TestTableAsPicture: a table that is sent as a picture is a table and no drawing.
func TestTableAsPicture(t *testing.T) {
	a := readBody(t, `<cn-application-body><cn-claims><claim id="c1" num="1"><claim-text>1.一种钢，成分见下表。<tables id="t1" num="0001"><img id="i1" file="t.jpg"/></tables></claim-text></claim></cn-claims></cn-application-body>`)
	blocks := a.Text(patent.Claims).Blocks
	if len(blocks) != 2 || blocks[1].Kind != patent.Table || blocks[1].File != "t.jpg" {
		t.Errorf("%+v", blocks)
	}
}
