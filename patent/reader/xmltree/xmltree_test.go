package xmltree_test

import (
	"context"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"zhibao/internal/fault"
	"zhibao/patent/reader/xmltree"
)

func parse(s string) (*xmltree.Doc, error) {
	return xmltree.Parse(context.Background(), "a.xml", []byte(s), xmltree.Standard())
}

func TestEncodings(t *testing.T) {
	doc := `<?xml version="1.0" encoding="%"?><发明专利请求书><发明名称 顺序="1">水壶</发明名称></发明专利请求书>`
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(strings.Replace(doc, "%", "GB2312", 1))
	if err != nil {
		t.Fatal(err)
	}
	wrongLabel, err := simplifiedchinese.GBK.NewEncoder().String(strings.Replace(doc, "%", "UTF-8", 1))
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(strings.Replace(doc, "%", "UTF-16", 1))
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]string{
		"UTF-8": strings.Replace(doc, "%", "UTF-8", 1), "BOM": "\ufeff" + strings.Replace(doc, "%", "utf-8", 1), "UTF-8 called GBK": strings.Replace(doc, "%", "GBK", 1),
		"GBK": gbk, "GBK called UTF-8": wrongLabel, "UTF-16": utf16,
	} {
		d, err := parse(s)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		n := d.Root.First("发明名称")
		if d.Root.Name != "发明专利请求书" || n.Words() != "水壶" || n.Attr("顺序") != "1" {
			t.Errorf("%s: %+v", name, d.Root)
		}
	}
	if _, err := parse("<a>\xff\xfe\xff</a>"); fault.CodeOf(err) != "reader.charset" {
		t.Errorf("%v", err)
	}
	if _, err := parse("<?xml version=\"1.0\" encoding=\"EBCDIC\"?><a>\xff\xfe\xff</a>"); fault.CodeOf(err) != "reader.charset" {
		t.Errorf("%v", err)
	}
}

func TestDocumentType(t *testing.T) {
	for doc, code := range map[string]string{
		`<!DOCTYPE a SYSTEM "/dtdandxsl/a.dtd"[]><a>&alpha;&amp;&#x4E2D;</a>`: "",
		`<!DOCTYPE a SYSTEM "file:///C:/Program%20Files/a.dtd"><a/>`:          "",
		`<!DOCTYPE a [<!ENTITY x "y">]><a/>`:                                  "reader.xml_entity",
		`<!DOCTYPE a [<!entity x "y">]><a/>`:                                  "reader.xml_entity",
		`<!DOCTYPE a [ %x; ]><a/>`:                                            "reader.xml_entity",
		`<a>&undefined;</a>`:                                                  "reader.xml_malformed",
		`<a><b></a></b>`:                                                      "reader.xml_malformed",
		`<a></a><b/>`:                                                         "reader.xml_malformed",
		`<a>`:                                                                 "reader.xml_malformed",
		`words`:                                                               "reader.xml_malformed",
		``:                                                                    "reader.xml_malformed",
		`<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd"/></a>`: "",
	} {
		d, err := parse(doc)
		if fault.CodeOf(err) != code && (err != nil || code != "") {
			t.Errorf("%s: %v", doc, err)
		}
		if err == nil && strings.Contains(doc, "alpha") && d.Root.Words() != "α&中" {
			t.Errorf("%q", d.Root.Words())
		}
		if err == nil && strings.Contains(doc, "include") && d.Root.Words() != "" {
			t.Error("an include was followed")
		}
	}
}

func TestLimits(t *testing.T) {
	lim := xmltree.Limits{Bytes: 2000, Depth: 4, Elements: 20, Attribute: 30}
	for doc, ok := range map[string]bool{
		"<a><b><c><d/></c></b></a>":                      true,
		"<a><b><c><d><e/></d></c></b></a>":               false,
		"<a>" + strings.Repeat("<b/>", 19) + "</a>":      true,
		"<a>" + strings.Repeat("<b/>", 20) + "</a>":      false,
		"<a>" + strings.Repeat("x<!-- -->", 21) + "</a>": false,
		`<a b="` + strings.Repeat("x", 29) + `"/>`:       true,
		`<a b="` + strings.Repeat("x", 30) + `"/>`:       false,
		"<a>" + strings.Repeat("字", 700) + "</a>":        false,
	} {
		_, err := xmltree.Parse(context.Background(), "a.xml", []byte(doc), lim)
		if (err == nil) != ok || err != nil && fault.KindOf(err) != fault.TooLarge {
			t.Errorf("%.60s: %v", doc, err)
		}
	}
}

func TestControlCharacters(t *testing.T) {
	d, err := parse("<a>甲\x0b乙\x1f</a>")
	if err != nil || d.Replaced != 2 || d.Root.Words() != "甲 乙" {
		t.Errorf("%v %+v", err, d)
	}
}

func TestFinding(t *testing.T) {
	d, err := parse(`<r><x:Claim-Text num="1" figure-labels="图1"><b>甲<i>乙</i></b></x:Claim-Text><claimtext/><d><e>丙</e></d></r>`)
	if err != nil {
		t.Fatal(err)
	}
	r := d.Root
	if n := r.First("claimtext"); n.Words() != "甲乙" || n.Attr("figurelabels") != "图1" || len(r.All("claimtext")) != 2 || r.Path("d", "e").Words() != "丙" ||
		r.Find("e").Words() != "丙" || len(r.Elements()) != 3 || r.First("none").Words() != "" || r.Path("none", "x") != nil || r.First("none").Find("x") != nil {
		t.Error("a node is not found by its plain name")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`<?xml version="1.0"?><!DOCTYPE a SYSTEM "x"[]><a b="c">d<e/><![CDATA[f]]></a>`, "\xff\xfe<\x00a\x00/\x00>\x00", "\ufeff<a/>", "<中>&lt;</中>"} {
		f.Add([]byte(s))
	}
	lim := xmltree.Limits{Bytes: 1 << 16, Depth: 20, Elements: 2000, Attribute: 1000}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := xmltree.Parse(context.Background(), "a.xml", data, lim)
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatal(err)
			}
			return
		}
		var depth func(n *xmltree.Node) int
		depth = func(n *xmltree.Node) int {
			m := 0
			for _, k := range n.Elements() {
				m = max(m, depth(k))
			}
			return m + 1
		}
		if depth(d.Root) > lim.Depth {
			t.Fatal("deeper than allowed")
		}
	})
}
