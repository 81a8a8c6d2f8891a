package gazette_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhibao/internal/fault"
	"zhibao/internal/sharedata"
	"zhibao/patent/literature"
	"zhibao/patent/reader/gazette"
)

// read reads all documents of a file; what is refused is counted.
func read(t testing.TB, name string, in io.Reader) (out []literature.Document, refused int, err error) {
	s, err := gazette.Open(name, in)
	if err != nil {
		return nil, 0, err
	}
	for {
		r, err := s.Next()
		if errors.Is(err, io.EOF) {
			return out, refused, nil
		}
		if err != nil {
			return out, refused, err
		}
		ds, err := r.Read(t.Context())
		if err != nil {
			if fault.Of(err) == nil {
				t.Errorf("%s: %v is no message", name, err)
			}
			refused++
		}
		out = append(out, ds...)
	}
}

// brief is what is compared of a document of the samples.
func brief(d literature.Document) string {
	first := func(ps []literature.Party) string {
		if len(ps) == 0 {
			return "-"
		}
		return ps[0].Name
	}
	length := 0
	for _, t := range d.Description {
		length += len(t.Words)
	}
	return fmt.Sprintf("%s|%s|%v|%v|%s|%v|%v|%s|%s|%s|%d/%d/%d|ipc %d cpc %d %v|cites %d events %d pictures %d|prio %d", d.Source.Format, d.Number, d.Grant, d.Published, d.Application, d.Filed, d.Earliest,
		first(d.Applicants), first(d.Holders), first(d.Inventors), d.ClaimCount(), len(d.Abstracts), length/1000, len(d.IPC), len(d.CPC), d.Locarno, len(d.Cites), len(d.Events), d.Pictures, len(d.Priorities))
}

// Every sample of every format is read, with what its office says of it.
func TestSamples(t *testing.T) {
	const us, std = "uspto-samples/PatentDocument/resources/samples/", "patent-xml-standards/data/"
	for file, want := range map[string]string{
		us + "greenbook/US03932709.greenbook":                                "us-greenbook|US3932709A|true|1976-01-13|US05449155|1974-03-07|1974-03-07|General Teletronics Incorporated|General Teletronics Incorporated|Hoff; Don G.|17/1/80|ipc 1 cpc 0 []|cites 9 events 0 pictures 10|prio 0",
		us + "greenbook/US04347903.greenbook":                                "us-greenbook|US4347903A|true|1982-09-07|US06192529|1980-03-10|1978-07-10|Shimadzu Corporation|Shimadzu Corporation|Yano; Shozo|3/1/15|ipc 3 cpc 0 []|cites 3 events 0 pictures 2|prio 1",
		us + "pap/US20010000943A1.xml":                                       "us-pap|US20010000943A1|false|2001-05-10|US09727454|2000-12-04|1999-04-05|IDEMITSU KOSAN CO., LTD.|IDEMITSU KOSAN CO., LTD.|Kenichi Fukuoka|13/1/123|ipc 1 cpc 0 []|cites 0 events 0 pictures 35|prio 1",
		us + "sgml/US06336130.xml":                                           "us-sgml|US6336130B1|true|2002-01-01|US09413215|1999-10-05|1997-04-08|Telefonaktiebolaget LM Ericsson (publ)|Telefonaktiebolaget LM Ericsson (publ)|Thanh Van Do|22/1/10|ipc 2 cpc 0 []|cites 9 events 0 pictures 5|prio 1",
		us + "sgml/USD435854S1.xml":                                          "us-sgml|USD435854S|true|2001-01-02|US29116510|1999-01-06|1999-01-06|Hitachi Maxell, Ltd.|Hitachi Maxell, Ltd.|Hiroyoshi Takagi|1/0/0|ipc 0 cpc 0 [14-02]|cites 10 events 0 pictures 14|prio 0",
		us + "xml2004/US06970935.xml":                                        "us-grant-xml|US6970935B1|true|2005-11-29|US09703574|2000-11-01|2000-11-01|International Business Machines Corporation|International Business Machines Corporation|Stephane H. Maes|30/1/108|ipc 1 cpc 0 []|cites 11 events 0 pictures 21|prio 0",
		us + "xml2014/US08926509.xml":                                        "us-grant-xml|US8926509B2|true|2015-01-06|US12134151|2008-06-05|2008-06-05|Hmicro, Inc.|Hmicro, Inc.|Surendar Magar|31/1/163|ipc 14 cpc 19 []|cites 160 events 0 pictures 10|prio 0",
		us + "xmlApp2004/US20050004437A1.xml":                                "us-application-xml|US20050004437A1|false|2005-01-06|US10830857|2004-04-23|2001-10-26|Heiner Kaufmann|-|Heiner Kaufmann|10/1/8|ipc 1 cpc 0 []|cites 0 events 0 pictures 3|prio 1",
		std + "examples/us_example2.xml":                                     "us-application-xml|US20210048686A1|false|2021-02-18|US17043043|2019-03-28|2018-03-29|Rodenstock GmbH|-|Adam Muschielok|25/1/112|ipc 8 cpc 9 []|cites 0 events 0 pictures 25|prio 1",
		std + "examples/cn_new1.xml":                                         "cn-xml-2.2.1|CN113781974A|false|2021-12-10|202111286633.X|2017-04-24|2016-05-23|三星显示有限公司|-|金驲柱|17/1/73|ipc 3 cpc 0 []|cites 0 events 0 pictures 21|prio 1",
		std + "examples/cn_new2.xml":                                         "cn-xml-2.2.1|CN113783949A|false|2021-12-10|202110991218.8|2021-08-26|2021-08-26|浙商银行股份有限公司|-|陈嘉俊|10/1/20|ipc 5 cpc 0 []|cites 0 events 0 pictures 8|prio 0",
		std + "examples/cn_old2.xml":                                         "cn-xml-2006|CN104245143A|false|2014-12-24|201480000986.0|2014-03-28|2013-03-28|可隆科技特株式会社|-|朴建洙|43/1/49|ipc 4 cpc 0 []|cites 0 events 0 pictures 11|prio 6",
		std + "examples/jp_example1.xml":                                     "jp-xml|JP2021044377A|false|2021-03-18|JP2019165329|2019-09-11|2019-09-11|株式会社ディスコ|-|原田 成規|6/1/41|ipc 4 cpc 0 []|cites 0 events 0 pictures 7|prio 0",
		std + "st36_wipo_examples/st36aexample/DOC00001.xml":                 "ep-st36|EP1667425A1|false|2006-06-07|EP05255002|2005-08-11|2004-12-03|Wedg Co. Ltd|-|Yoshida, Naoki|9/1/42|ipc 1 cpc 0 []|cites 0 events 0 pictures 8|prio 1",
		std + "st36_wipo_examples/st36bexample/DOC00001.xml":                 "ep-st36|EP1599469B1|true|2006-06-07|EP04818324|2004-10-29|2003-10-31|Arena Pharmaceuticals, Inc.|Arena Pharmaceuticals, Inc.|SEMPLE, Graeme|40/0/180|ipc 4 cpc 0 []|cites 3 events 0 pictures 0|prio 1",
		std + "03-96-vii-example-instances/PatentPublication_Example.xml":    "st96-patent|US8936998B2|true|2015-01-20|US13797521|2013-03-12|2007-11-08|Jun Utsumi|Mitsubishi Heavy Industries, Ltd.|Jun Utsumi|10/1/45|ipc 6 cpc 26 []|cites 30 events 0 pictures 11|prio 1",
		std + "03-96-vii-example-instances/DesignApplication_Example.xml":    "st96-design|XXD123456S|true|2019-01-29|XX35503842|2017-08-29|2017-03-31|HARPER Inc.|-|Emma Francis|1/0/0|ipc 0 cpc 0 [06-01]|cites 5 events 0 pictures 7|prio 1",
		"epo-ops-samples/legal_fixtures_example_1.xml":                       "docdb|EP1000000A1|false|2000-05-17|EP99203729|1999-11-08|1998-11-12|-|-|-|0/0/0|ipc 0 cpc 0 []|cites 0 events 50 pictures 0|prio 1",
		"epo-ops-samples/published_test_biblio_example.xml":                  "docdb|US20060142694A1|false|2006-06-29|US11023667|2004-12-28|2004-12-28|ST. JUDE MEDICAL, ATRIAL FIBRILLATION DIVISION, INC|-|BEDNAREK MICHAEL C|0/1/0|ipc 1 cpc 4 []|cites 99 events 0 pictures 0|prio 1",
		"epo-ops-samples/published_test_claims_example.xml":                  "docdb|EP1000000A1|false|||||-|-|-|11/0/0|ipc 0 cpc 0 []|cites 0 events 0 pictures 0|prio 0",
		"epo-ops-samples/published_fixtures_ep1000000_full_cycle_result.xml": "docdb|EP1000000A1|false|2000-05-17|EP99203729|1999-11-08|1998-11-12|BEHEERMAATSCHAPPIJ DE BOER NIJMEGEN B.V|-|KOSMAN, WILHELMUS JACOBUS MARIA|0/1/0|ipc 4 cpc 4 []|cites 3 events 0 pictures 0|prio 1",
	} {
		data, err := os.ReadFile(sharedata.Dir(t, filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		ds, refused, err := read(t, filepath.Base(file), bytes.NewReader(data))
		if err != nil || refused != 0 || len(ds) == 0 {
			t.Errorf("%s: %d documents, %d refused, %v", file, len(ds), refused, err)
			continue
		}
		if got := brief(ds[0]); got != want {
			t.Errorf("%s:\n got %s\nwant %s", file, got, want)
		}
	}
}

// A bulk file is many documents one after the other; each is read once, wherever the pieces of the
// reading fall, and a broken one does not stop the next.
func TestConcatenated(t *testing.T) {
	doc := func(n int) string {
		return fmt.Sprintf("<?xml version=\"1.0\"?>\n<!DOCTYPE us-patent-grant [ ]>\n<us-patent-grant lang=\"EN\"><us-bibliographic-data-grant><publication-reference><document-id><country>US</country><doc-number>%08d</doc-number><kind>B2</kind><date>20200100</date></document-id></publication-reference></us-bibliographic-data-grant><description><p>%s</p></description></us-patent-grant>\n", n, strings.Repeat("words ", n*37%5000))
	}
	var all strings.Builder
	for i := range 300 {
		all.WriteString(doc(1000 + i))
		if i == 100 {
			all.WriteString("<us-patent-grant><broken></us-patent-grant>\n")
		}
	}
	ds, refused, err := read(t, "bulk.xml", oddly{strings.NewReader(all.String())})
	if err != nil || refused != 1 || len(ds) != 300 || ds[299].Number != "US1299B2" || ds[299].Source.At != 301 || ds[0].Published.String() != "2020-01-01" {
		t.Fatal(len(ds), refused, err)
	}
}

// oddly gives out pieces of odd sizes.
type oddly struct{ io.Reader }

func (o oddly) Read(p []byte) (int, error) { return o.Reader.Read(p[:min(len(p), 4999)]) }

// Files in other character sets are read as they are meant.
func TestCharsets(t *testing.T) {
	text := func(enc, title string) []byte {
		return []byte(`<?xml version="1.0" encoding="` + enc + `"?><exchange-document country="EP" doc-number="1" kind="A1"><bibliographic-data><invention-title lang="de">` + title + `</invention-title></bibliographic-data></exchange-document>`)
	}
	for name, x := range map[string]struct {
		data []byte
		want string
	}{
		"latin": {text("ISO-8859-1", "T\xfcr"), "Tür"}, "gbk": {text("GBK", "\xb5\xe7\xb3\xd8"), "电池"}, "undeclared": {text("UTF-8", "\xb5\xe7\xb3\xd8"), "电池"},
		"mark": {append([]byte("\xef\xbb\xbf"), text("UTF-8", "电池")...), "电池"}, "wrongly declared": {text("ISO-8859-1", "电池"), "电池"},
	} {
		ds, _, err := read(t, name, bytes.NewReader(x.data))
		if err != nil || len(ds) != 1 || ds[0].Titles[0].Words != x.want {
			t.Errorf("%s: %v %v", name, ds, err)
		}
	}
}

// What is none of these formats is refused, and what is made to hurt does not.
func TestHostile(t *testing.T) {
	for name, s := range map[string]string{"text": "hello", "csv": "a,b\n1,2\n", "empty": "", "json": "{}"} {
		if _, _, err := read(t, name, strings.NewReader(s)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, s := range map[string]string{"deep": "<us-patent-grant>" + strings.Repeat("<a>", 100_000), "cut": "<us-patent-grant><a>", "numberless": "<cn-patent-document></cn-patent-document>", "attribute": `<patdoc x="` + strings.Repeat("y", 1<<20) + `"></patdoc>`, "tags": "PATN\nWKU\n" + strings.Repeat("UREF\nPNO 1\n", 1000)} {
		if ds, refused, err := read(t, name, strings.NewReader(s)); err != nil || refused != 1 || len(ds) != 0 {
			t.Errorf("%s: %d %d %v", name, len(ds), refused, err)
		}
	}
	// An endless document ends with a message.
	if _, _, err := read(t, "endless", io.MultiReader(strings.NewReader("<us-patent-grant>"), io.LimitReader(zeros{}, 200<<20))); fault.KindOf(err) != fault.TooLarge {
		t.Error(err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"<us-patent-grant><us-bibliographic-data-grant/></us-patent-grant>", "PATN\nWKU  039327097\nINVT\nNAM x\nCLMS\nNUM 1.\nPAR y\n", `<PATDOC><SDOBI><B100><B110>1</B110></B100></SDOBI></PATDOC>`, `<exchange-document country="EP" doc-number="1" kind="A1"/>`,
		`<ops:search-result><ops:publication-reference><document-id document-id-type="docdb"><country>US</country><doc-number>1</doc-number></document-id></ops:publication-reference></ops:search-result>`,
		"*** BRS DOCUMENT BOUNDARY ***\nDID US 1 B2\nAANM x\nCLPR 1. y\n", `<dgn:DesignApplication><dgn:DesignBag><dgn:Design/></dgn:DesignBag></dgn:DesignApplication>`, `<patent-application-publication><subdoc-bibliographic-information/></patent-application-publication>`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { read(t, "fuzz", bytes.NewReader(data)) })
}

// In the formats of tags a document begins with a line of its own, also behind another.
func TestTaggedConcatenated(t *testing.T) {
	var all strings.Builder
	for i := range 50 {
		fmt.Fprintf(&all, "PATN\nWKU  %08d1\nTTL  Thing\nCLMS\nNUM  1.\nPAR  1. A thing.\n", 4_000_000+i)
	}
	ds, refused, err := read(t, "many.greenbook", strings.NewReader(all.String()))
	if err != nil || refused != 0 || len(ds) != 50 || ds[49].Number != "US4000049A" || ds[49].ClaimCount() != 1 {
		t.Fatal(len(ds), refused, err)
	}
}
