package paper

import (
	"fmt"
	"strings"
	"unicode"
)

// Clean drops the control characters that no paper can show; line feed and tab stay.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// AttachmentLines returns the lines of the list of attachments: 附件：甲, or 附件：1. 甲 and
// 2. 乙 below each other.
func (p Paper) AttachmentLines() []string {
	if len(p.Attachments) == 1 {
		return []string{"附件：" + p.Attachments[0]}
	}
	var out []string
	for i, a := range p.Attachments {
		lead := "附件："
		if i > 0 {
			lead = "　　　"
		}
		out = append(out, fmt.Sprintf("%s%d. %s", lead, i+1, a))
	}
	return out
}

// VerifyLines returns what stands beside the QR symbol.
func (p Paper) VerifyLines() []string {
	var out []string
	if p.Verify == nil {
		return nil
	}
	if p.Verify.Code != "" {
		out = append(out, "核验码："+p.Verify.Code)
	}
	out = append(out, "扫描二维码或在核验页输入核验码，可查验本文书真伪。")
	if p.Hash != "" {
		out = append(out, "摘要值："+p.Hash)
	}
	return out
}

// FormWords are the words of the signature area for one signer.
func (s Signer) FormWords() (line, date string) {
	return s.Role + "（签名或盖章）：" + s.Name, "年　　月　　日"
}
