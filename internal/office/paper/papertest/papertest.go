// Package papertest holds sample papers (样例文书) for the tests of the writers.
package papertest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	"zhibao/internal/office/paper"
)

// Notice is a typical notice with every kind of block.
func Notice() paper.Paper {
	return paper.Paper{
		Mark:      "内部资料　注意保存",
		Authority: "中国（示例）知识产权保护中心",
		Number:    "示知保预〔2026〕381号",
		Title:     "专利预先审查补正通知书",
		To:        "示例精密仪器股份有限公司",
		Body: []paper.Block{
			paper.Para{Indent: true, Runs: []paper.Run{
				{Text: "你单位于2026年11月16日提交的发明专利申请预先审查请求（案件编号："},
				{Text: "Y2026-0381-K", Bold: true},
				{Text: "），经审查，存在需要补正的缺陷。依据《中华人民共和国专利法》第二十六条第四款、《中华人民共和国专利法实施细则》第二十三条的规定，现通知如下。"},
			}},
			paper.H(1, "一、审查意见"),
			paper.H(2, "（一）权利要求书"),
			paper.P("权利要求1记载："),
			paper.Q("1. 一种测量装置，其特征在于，包括底座（1）、【】形支架（2）和设于所述支架上的传感器，所述传感器的精度为±0.05℃。"),
			paper.P("其中支架的形状含义不清，致使保护范围不清楚；权利要求3引用了权利要求4，不符合从属权利要求只能引用在前的权利要求的规定——请予修改。"),
			paper.H(2, "（二）说明书"),
			paper.List{Ordered: true, Items: []string{"附图标记“3”在第[0012]段称为“弹簧”，在第[0015]段称为“弹片”，请统一。", "发明人姓名𠮷田、𬱖某请核对是否为规范写法。"}},
			paper.Table{Caption: "缺陷清单", Head: []string{"序号", "位置", "缺陷", "依据", "程度"}, Align: []paper.Align{paper.Center, paper.Left, paper.Left, paper.Left, paper.Center}, Rows: [][]string{
				{"1", "权利要求1", "“【】形支架”的形状不清楚", "专利法第26条第4款", "必须补正"},
				{"2", "权利要求3", "引用关系错误：引用了在后的权利要求4", "实施细则第25条第2款", "必须补正"},
				{"3", "说明书第[0012]段", "附图标记的名称前后不一致", "实施细则第21条第2款", "建议修改"},
			}, Quoted: true},
			paper.H(1, "二、补正期限"),
			paper.KeyValues{Rows: []paper.KeyValue{{Key: "答复期限", Value: "2026年11月27日24时前"}, {Key: "剩余轮次", Value: "1次"}, {Key: "答复方式", Value: "登录业务平台 https://bh.example.gov.cn/preexam/Y2026-0381-K 提交修改文本和意见陈述书"}}},
			paper.P("期限届满未答复的，本中心将终止预先审查。你单位仍可直接向国家知识产权局提交专利申请，权利不受影响。"),
		},
		Attachments: []string{"修改对照表（样式）", "意见陈述书（样式）"},
		Signed:      "中国（示例）知识产权保护中心",
		Date:        "2026年11月22日",
		Contact:     "联系人：张某，电话：0512-12345678",
		CopyTo:      "示例专利代理事务所（普通合伙）。",
		Printed:     "中国（示例）知识产权保护中心　2026年11月22日印发",
		Seal:        true,
		Verify:      &paper.Verify{URL: "https://bh.example.gov.cn/v/7K3M9QX2RT8W5YH4", Code: "7K3M-9QX2-RT8W-5YH4"},
		Hash:        "SM3 66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
	}
}

// Report is a report without a red head, with a table over several pages and signatures.
func Report(rows int) paper.Paper {
	t := paper.Table{Caption: "表1　案件明细", Head: []string{"序号", "案件编号", "当事人", "案由", "金额（元）"},
		Align: []paper.Align{paper.Center, paper.Left, paper.Left, paper.Left, paper.Right}, Widths: []float64{3, 8, 10, 10, 5}}
	for i := range rows {
		cause := "侵害外观设计专利权纠纷"
		if i%7 == 3 {
			cause = "侵害发明专利权纠纷，请求人主张被请求人制造、销售、许诺销售的产品落入其专利权利要求1至5的保护范围"
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), fmt.Sprintf("W2026-%04d-X", i+1), fmt.Sprintf("第%d号示例贸易有限公司", i+1), cause, fmt.Sprintf("%d.00", 1000+i*37)})
	}
	return paper.Paper{
		Style: paper.Report, Title: "快速维权工作情况报告", Number: "2026年第四季度",
		Body: []paper.Block{
			paper.P("本季度共受理案件" + fmt.Sprint(rows) + "件，明细见下表。"), t,
			paper.PageBreak{},
			paper.H(3, "1. 调解签署"),
			paper.Signatures{Parties: []paper.Signer{{Role: "请求人"}, {Role: "被请求人", Name: "示例贸易有限公司"}, {Role: "调解员"}}},
		},
		Signed: "快速维权部", Date: "2026年12月31日",
	}
}

// Drawing is a picture of a size: a frame with a bar across, in PNG or JPEG.
func Drawing(format string, width, height int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(width/8, height/8, width*7/8, height/6), image.Black, image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(width/3, height/4, width*2/3, height*7/8), image.NewUniform(color.RGBA{30, 90, 160, 255}), image.Point{}, draw.Src)
	var b bytes.Buffer
	var err error
	if format == "jpeg" {
		err = jpeg.Encode(&b, img, nil)
	} else {
		err = png.Encode(&b, img)
	}
	if err != nil {
		panic(err) // a buffer never fails
	}
	return b.Bytes()
}

// Illustrated is a paper with pictures side by side, one missing, and one beside the words that it shows.
func Illustrated() paper.Paper {
	return paper.Paper{Style: paper.Report, Title: "外观设计比对", Body: []paper.Block{
		paper.P("双方的视图如下。"),
		paper.Pictures{Caption: "主视图：近似", Items: []paper.Picture{{Data: Drawing("png", 400, 300), Text: "涉案专利主视图"}, {Data: Drawing("jpeg", 300, 420), Text: "被控侵权产品主视图"}}},
		paper.Pictures{Caption: "立体图：无法比对", Items: []paper.Picture{{Data: Drawing("jpeg", 200, 120), Text: "涉案专利立体图"}, {Text: "被控侵权产品没有立体图"}}},
		paper.Pictures{Quoted: true, Items: []paper.Picture{{Text: "特征1A：【】形支架"}, {Data: Drawing("png", 120, 90), Text: "申3第2页"}}},
	}, Signed: "快速维权部", Date: "2026年12月31日"}
}

// Dossier is the cover and the index of a case file.
func Dossier() paper.Paper {
	d := paper.Dossier{
		Authority: "中国（示例）知识产权保护中心", Title: "专利侵权纠纷行政裁决案卷", Number: "示知保纠字〔2026〕12号",
		Facts: []paper.KeyValue{{Key: "请求人", Value: "示例精密仪器股份有限公司"}, {Key: "被请求人", Value: "示例贸易有限公司"}, {Key: "案由", Value: "侵害外观设计专利权纠纷"}, {Key: "立案日期", Value: "2026年11月2日"}, {Key: "结案日期", Value: "2026年11月22日"}},
		Kept:  "30年", Made: "2026年11月22日",
		Verify: &paper.Verify{URL: "https://bh.example.gov.cn/v/AB", Code: "AB12-CD34"},
	}
	for i, title := range []string{"请求书", "专利权评价报告", "公证书", "立案通知书", "答辩书", "口头审理笔录", "行政裁决书", "送达回证"} {
		d.Entries = append(d.Entries, paper.Entry{Number: fmt.Sprintf("〔2026〕%d号", i+1), From: "示例单位", Title: title, Date: "2026-11-22", Pages: fmt.Sprintf("%d–%d", i*3+1, i*3+3), Digest: fmt.Sprintf("%064x", i+1)})
	}
	return d.Paper()
}
