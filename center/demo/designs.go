package demo

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"zhibao/law/calendar"
)

// published designs: so many kin of each product in dispute.
const kinOf = 6

var designNames = []string{"台灯", "音箱", "折叠椅", "收纳箱"}
var designClasses = []string{"26-05", "14-01", "06-01", "09-03"}

// kin is a view of a product as another designer would have made it: wider or higher, and with a part more.
func kin(n, variant int, view string) []shape {
	var out []shape
	wide, high := 1+.11*float64(variant%3-1), 1+.09*float64(variant/3%3-1)
	for _, s := range products[n][view] {
		s.x0, s.x1 = .5+(s.x0-.5)*wide, .5+(s.x1-.5)*wide
		s.y0, s.y1 = .5+(s.y0-.5)*high, .5+(s.y1-.5)*high
		out = append(out, s)
	}
	if variant > 2 {
		out = append(out, shape{'b', .44, .7, .56, .78})
	}
	return out
}

// publishDesigns brings published designs into the holding as an office gives them: documents and pictures in
// one archive.
func (b *builder) publishDesigns(ctx context.Context, folder string, today calendar.Day) error {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for n := range designNames {
		for variant := range kinOf {
			at := n*kinOf + variant
			if err := design(z, fmt.Sprintf("3099%05d", 10_000+at*37), n, variant, today-calendar.Day(400+at*53)); err != nil {
				return err
			}
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	const file = "示范外观设计公布数据.zip"
	if err := os.WriteFile(filepath.Join(folder, file), buf.Bytes(), 0o600); err != nil {
		return err
	}
	return b.take(ctx, "示范外观设计公布数据（虚构）", file, today-6)
}

// design writes one published design into the archive.
func design(z *zip.Writer, digits string, n, variant int, day calendar.Day) error {
	var views bytes.Buffer
	for i, v := range []struct{ code, title string }{{"front", "主视图"}, {"left", "左视图"}, {"top", "俯视图"}} {
		file := fmt.Sprintf("%d.png", i+1)
		fmt.Fprintf(&views, `<business:Figure num="%d" figureLabels="%s"><base:Image he="70" wi="70" file="%s" imgFormat="PNG"/></business:Figure>`, i+1, v.title, file)
		w, err := z.Create(digits + "/" + file)
		if err == nil {
			_, err = w.Write(drawn(kin(n, variant, v.code), n+variant, variant%2 == 1, true))
		}
		if err != nil {
			return err
		}
	}
	date := func(d calendar.Day) string { return strings.ReplaceAll(d.String(), "-", "") }
	w, err := z.Create(digits + "/" + digits + ".xml")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?>
<business:PatentDocumentAndRelated xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" xmlns:business="http://www.sipo.gov.cn/XMLSchema/business" xsdVersion="V2.2.1" lang="zh" country="CN" docNumber="%[1]s" kind="S" datePublication="%[2]s">
<business:DesignBibliographicData><business:PublicationReference dataFormat="standard"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>%[1]s</base:DocNumber><base:Kind>S</base:Kind><base:Date>%[2]s</base:Date></base:DocumentID></business:PublicationReference>
<business:ApplicationReference applType="30" dataFormat="original"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>%[3]s</base:DocNumber><base:Date>%[4]s</base:Date></base:DocumentID></business:ApplicationReference>
<business:ClassificationLocarno>%[5]s</business:ClassificationLocarno><business:DesignTitle>%[6]s（示范%[7]d）</business:DesignTitle></business:DesignBibliographicData>
<business:DesignFigures>%[8]s</business:DesignFigures></business:PatentDocumentAndRelated>
`, digits, date(day), fmt.Sprintf("%d3%07d", (day-200).Year(), 3_000_000+n*100+variant), date(day-200), designClasses[n], designNames[n], variant+1, views.String())
	return err
}
