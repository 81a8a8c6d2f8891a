package ident

import (
	"regexp"
	"strconv"
	"strings"
)

// A CourtCaseNo is the number of a court case (案号), canonical with full-width round
// brackets: （2026）粤03民初123号.
type CourtCaseNo string

// A DocumentNo is the number of an official paper (发文字号, GB/T 9704), canonical with the
// brackets of the standard: 国知发管字〔2016〕92号.
type DocumentNo string

// An AgencyCode is the five-digit code of a patent agency (专利代理机构代码). [K]
type AgencyCode string

var (
	courtCaseNo = name{"案号", "Case number"}
	documentNo  = name{"文号", "Document number"}
	agencyCode  = name{"专利代理机构代码", "Patent agency code"}
	courtFormat = regexp.MustCompile(`^\((\d{4})\)(最高法|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼兵]\d{0,4})` +
		`(\p{Han}{1,10})([1-9]\d{0,6})号(之[一二三四五六七八九十]{1,3})?$`)
	documentFormat = regexp.MustCompile(`^([^\[\]()]{1,40})\[(\d{4})\](第?)(\d{1,6})号$`)
)

// ParseCourtCaseNo reads the number of a court case in any kind of brackets.
func ParseCourtCaseNo(s string) (CourtCaseNo, error) {
	text, err := courtCaseNo.read(s)
	if err != nil {
		return "", err
	}
	text = strings.NewReplacer("[", "(", "]", ")", "〔", "(", "〕", ")", "【", "(", "】", ")", "第", "").Replace(text)
	m := courtFormat.FindStringSubmatch(text)
	if m == nil {
		return "", courtCaseNo.fail(Form, 0, "应写作（年度）法院代字类型代字编号号，例如（2026）粤03民初123号",
			"must be year, court, type and serial, for example （2026）粤03民初123号")
	}
	if m[1] < "1949" || m[1] > "2099" {
		return "", courtCaseNo.fail(Range, 2, "的年度有误，请核对", "has a wrong year; please compare")
	}
	return CourtCaseNo("（" + m[1] + "）" + m[2] + m[3] + m[4] + "号" + m[5]), nil
}

// Parts returns year, court (粤03), type (民初) and serial.
func (c CourtCaseNo) Parts() (year int, court, kind string, serial int) {
	m := courtFormat.FindStringSubmatch(strings.NewReplacer("（", "(", "）", ")").Replace(string(c)))
	if m == nil {
		return 0, "", "", 0
	}
	year, _ = strconv.Atoi(m[1])
	serial, _ = strconv.Atoi(m[4])
	return year, m[2], m[3], serial
}

// ParseDocumentNo reads the number of an official paper in any kind of brackets. The 第 that
// some bodies write before the serial is kept, because it is part of their number.
func ParseDocumentNo(s string) (DocumentNo, error) {
	text, err := documentNo.read(s)
	if err != nil {
		return "", err
	}
	text = strings.NewReplacer("(", "[", ")", "]", "〔", "[", "〕", "]", "【", "[", "】", "]", "﹝", "[", "﹞", "]").Replace(text)
	m := documentFormat.FindStringSubmatch(text)
	if m == nil {
		return "", documentNo.fail(Form, 0, "应写作机关代字〔年份〕序号号，例如 国知发管字〔2016〕92号",
			"must be body, year and serial, for example 国知发管字〔2016〕92号")
	}
	if m[2] < "1949" || m[2] > "2099" {
		return "", documentNo.fail(Range, 0, "的年份 "+m[2]+" 有误，请核对", "has a wrong year "+m[2]+"; please compare")
	}
	if m[4][0] == '0' {
		return "", documentNo.fail(Range, 0, "的序号不编虚位，请去掉前面的 0", "must not have leading zeros in its serial; remove them")
	}
	return DocumentNo(m[1] + "〔" + m[2] + "〕" + m[3] + m[4] + "号"), nil
}

// ParseAgencyCode reads the code of a patent agency.
func ParseAgencyCode(s string) (AgencyCode, error) {
	text, err := agencyCode.read(s)
	if err != nil {
		return "", err
	}
	if err := agencyCode.fixed(text, 5, digits, "数字", "a digit"); err != nil {
		return "", err
	}
	return AgencyCode(text), nil
}
