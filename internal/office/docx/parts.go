package docx

import (
	"strings"

	"zhibao/internal/office/paper"
)

// The parts of a document that do not depend on its text.
const (
	contentTypes = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

	packageRels = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

	documentRels = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer2.xml"/>`

	imageRel = `<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/qr.png"/>`

	settings = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>`

	documentStart = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>`

	// A4 with the margins of the standard: 37, 26, 35 and 28 mm, 22 lines of 28 characters.
	pageSetup = `<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="1418" w:gutter="0"/>`

	// The picture of the QR symbol, 24 mm square.
	symbol = `<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="864000" cy="864000"/><wp:docPr id="1" name="qr" descr="核验二维码"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="qr.png" descr="核验二维码"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId5"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="864000" cy="864000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`
)

// A style is a paragraph style: its font, size in half points, and further properties.
type style struct {
	id, name  string
	font      string
	size      string
	paragraph string // content of w:pPr
	run       string // further content of w:rPr
}

// The official fonts (GB/T 9704-2012, 5.2.2) and what most styles share: 28 points from line
// to line, the first line indented by two characters. Both units of an indent are written,
// because not every program knows characters.
const (
	fangsong = "仿宋_GB2312"
	kaiti    = "楷体_GB2312"
	heiti    = "黑体"
	biaosong = "方正小标宋简体"
	songti   = "宋体"
	exact28  = `<w:spacing w:before="0" w:after="0" w:line="560" w:lineRule="exact"/>`
	twoChars = `<w:ind w:firstLineChars="200" w:firstLine="640"/>`
)

// The styles. Programs show their names in the list of styles, so that who edits a paper finds
// the official forms there; those with English names are known to the programs and give the
// outline.
var styles = []style{
	{"Body", "公文正文", fangsong, "32", exact28 + twoChars + `<w:jc w:val="both"/>`, ""},
	{"Plain", "公文顶格", fangsong, "32", exact28 + `<w:jc w:val="left"/>`, ""},
	{"Mark", "公文标记", heiti, "32", exact28 + `<w:jc w:val="left"/>`, ""},
	{"RedHead", "发文机关标志", biaosong, "72", `<w:spacing w:before="600" w:after="0" w:line="1000" w:lineRule="exact"/><w:jc w:val="center"/>`, `<w:color w:val="D40000"/>`},
	{"Number", "发文字号", fangsong, "32", `<w:pBdr><w:bottom w:val="single" w:sz="16" w:space="11" w:color="D40000"/></w:pBdr><w:spacing w:before="560" w:after="560" w:line="560" w:lineRule="exact"/><w:jc w:val="center"/>`, ""},
	{"Subtitle", "副标题", fangsong, "32", `<w:spacing w:before="0" w:after="560" w:line="560" w:lineRule="exact"/><w:jc w:val="center"/>`, ""},
	{"Title", "Title", biaosong, "44", `<w:keepNext/><w:spacing w:before="0" w:after="560" w:line="680" w:lineRule="exact"/><w:jc w:val="center"/>`, ""},
	{"Heading1", "heading 1", heiti, "32", `<w:keepNext/>` + exact28 + twoChars + `<w:jc w:val="left"/><w:outlineLvl w:val="0"/>`, ""},
	{"Heading2", "heading 2", kaiti, "32", `<w:keepNext/>` + exact28 + twoChars + `<w:jc w:val="left"/><w:outlineLvl w:val="1"/>`, ""},
	{"Heading3", "heading 3", fangsong, "32", `<w:keepNext/>` + exact28 + twoChars + `<w:jc w:val="left"/><w:outlineLvl w:val="2"/>`, `<w:b/>`},
	{"Heading4", "heading 4", fangsong, "32", `<w:keepNext/>` + exact28 + twoChars + `<w:jc w:val="left"/><w:outlineLvl w:val="3"/>`, ""},
	{"Caption", "caption", heiti, "28", `<w:keepNext/>` + exact28 + `<w:jc w:val="center"/>`, ""},
	{"Cell", "表格文字", fangsong, "24", `<w:spacing w:before="40" w:after="40" w:line="340" w:lineRule="exact"/><w:jc w:val="left"/>`, ""},
	{"CellHead", "表格标题", heiti, "24", `<w:keepNext/><w:spacing w:before="40" w:after="40" w:line="340" w:lineRule="exact"/><w:jc w:val="center"/>`, ""},
	{"Signed", "落款", fangsong, "32", `<w:keepNext/><w:keepLines/>` + exact28 + `<w:jc w:val="right"/>`, ""},
	{"Seal", "印章位置", kaiti, "18", `<w:keepNext/><w:spacing w:before="0" w:after="560"/><w:jc w:val="right"/>`, `<w:color w:val="D40000"/>`},
	{"Note", "版记", fangsong, "28", `<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="auto"/><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/><w:between w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr><w:spacing w:before="0" w:after="0" w:line="480" w:lineRule="exact"/><w:ind w:leftChars="100" w:left="280" w:rightChars="100" w:right="280"/><w:jc w:val="left"/>`, ""},
	{"Small", "核验说明", songti, "18", `<w:spacing w:before="0" w:after="0" w:line="260" w:lineRule="exact"/><w:jc w:val="left"/>`, ""},
	{"PageNo", "footer", songti, "28", `<w:spacing w:before="0" w:after="0"/>`, ""},
	{"CoverTitle", "封面标题", biaosong, "72", `<w:spacing w:before="1200" w:after="1200"/><w:jc w:val="center"/>`, ""},
	{"CoverLine", "封面文字", biaosong, "44", `<w:spacing w:before="600" w:after="0"/><w:jc w:val="center"/>`, ""},
}

// fonts names a font for all kinds of characters. The hint makes quotation marks and dashes,
// which both scripts use, take the Chinese form.
func fonts(name string) string {
	return `<w:rFonts w:hint="eastAsia" w:ascii="` + name + `" w:hAnsi="` + name + `" w:eastAsia="` + name + `" w:cs="` + name + `"/>`
}

// stylesPart writes the styles; w:sz must come after colour and weight in the schema's order.
func stylesPart() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr>` + fonts(fangsong) +
		`<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
		`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar><w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`)
	for _, s := range styles {
		custom := ` w:customStyle="1"`
		if s.name[0] < 0x80 { // names known to the programs are English
			custom = ""
		}
		b.WriteString(`<w:style w:type="paragraph"` + custom + ` w:styleId="` + s.id + `"><w:name w:val="` + s.name + `"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>` + s.paragraph + `</w:pPr><w:rPr>` +
			fonts(s.font) + s.run + `<w:sz w:val="` + s.size + `"/><w:szCs w:val="` + s.size + `"/></w:rPr></w:style>`)
	}
	b.WriteString(`</w:styles>`)
	return b.String()
}

// footer writes the part with the page number; align is left, center or right.
func footer(align, before, after, extra string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:pStyle w:val="PageNo"/><w:ind w:leftChars="100" w:left="280" w:rightChars="100" w:right="280"/><w:jc w:val="` + align + `"/></w:pPr>` +
		plainRun(before) + field("PAGE") + plainRun(after) + extra + `</w:p></w:ftr>`
}

// copied adds to a foot whose copy the file is.
func copied(foot string, c paper.Copy) string {
	if c.Text == "" {
		return foot
	}
	return strings.TrimSuffix(foot, `</w:ftr>`) + `<w:p><w:pPr><w:pStyle w:val="Small"/><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">` + escape(c.Text) + `</w:t></w:r></w:p></w:ftr>`
}

// field returns a number that the program computes when it shows the document.
func field(name string) string {
	return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + name + ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

// plainRun returns text of ours, which needs no escaping.
func plainRun(s string) string { return `<w:r><w:t xml:space="preserve">` + s + `</w:t></w:r>` }
