package dsc

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dsc020: sequences are listed. A run of bases is judged only if it has three different ones, an
// amino acid chain only in three-letter codes; single letters can be anything. Told once, at the
// first sequence.
func dsc020() check.Rule {
	return about(rule.Meta{
		ID: "DSC-020", Title: "涉及核苷酸或者氨基酸序列的，提交符合标准的序列表",
		English: "Nucleotide or amino acid sequences are filed as a sequence listing",
		Basis: []rule.Cite{cite.Rules("第二十条第四款"),
			{Text: "WIPO标准 ST.26", Article: "第7段", Version: "1.7", Sure: rule.Known}},
		Level: rule.Law, Severity: rule.Error, Auto: rule.Heuristic, Version: 2,
	}, func(p *check.Pass) {
		text := p.Text(patent.Description).Text
		if hasListing(p.App, text) {
			return
		}
		for i := 0; i < len(text); {
			if !upper(text[i]) && !lower(text[i]) || i > 0 && (upper(text[i-1]) || lower(text[i-1])) {
				i++
				continue
			}
			// A word begins here: it is a sequence as a whole or not at all.
			kind, n, end := sequenceAt(text, i)
			if kind == "" {
				i++
				continue
			}
			p.Once("sequence").At(patent.Description, i, end, fmt.Sprintf("说明书写有%d个%s的序列，申请文件中没有序列表", n, kind),
				"按照 ST.26 标准提交 XML 格式的核苷酸和氨基酸序列表，并在请求书中勾选；正文以 SEQ ID NO: 引用")
			i = end
		}
	})
}

// hasListing reports whether the papers contain or announce a listing. A text that numbers its
// sequences has one; whether it came along is a question of the package.
func hasListing(a *patent.Application, text string) bool {
	if a.Request != nil && a.Request.Sequence {
		return true
	}
	return strings.Contains(text, "SEQ ID NO") || strings.Contains(text, "序列表")
}

// The lengths from which a listing is demanded.
const (
	// ST.26 paragraph 7, as the rule cites it.
	minNucleotides = 10
	minAminoAcids  = 4
)

// upper and lower know ASCII only, as sequences do.
func upper(c byte) bool { return c >= 'A' && c <= 'Z' }
func lower(c byte) bool { return c >= 'a' && c <= 'z' }

// sequenceAt reads a sequence that begins at i and returns what it is made of, how many there
// are and where it ends.
func sequenceAt(s string, i int) (kind string, n, end int) {
	if n, end = nucleotides(s, i); n >= minNucleotides {
		return "核苷酸", n, end
	}
	if n, end = aminoAcids(s, i); n >= minAminoAcids {
		return "氨基酸", n, end
	}
	return "", 0, i
}

// nucleotides counts letters of ACGTU, all capital or all small, in groups that single blanks
// or hyphens may part. No letter may follow.
func nucleotides(s string, i int) (n, end int) {
	small := lower(s[i])
	distinct := map[byte]bool{}
	for end = i; end < len(s); end++ {
		c := s[end]
		switch {
		case lower(c) == small && upper(c) != small && strings.IndexByte("ACGTUacgtu", c) >= 0:
			distinct[c] = true
			n++
			continue
		case (c == ' ' || c == '-') && end+1 < len(s) && strings.IndexByte("ACGTUacgtu", s[end+1]) >= 0:
			continue
		case upper(c) || lower(c):
			return 0, i
		}
		break
	}
	// One or two letters repeated are a pattern or a filler rather than a sequence.
	if len(distinct) < 3 {
		return 0, i
	}
	return n, end
}

// residues are the codes of amino acids, each followed by a blank so that a code can be looked up.
const residues = "Ala Arg Asn Asp Cys Gln Glu Gly His Ile Leu Lys Met Phe Pro Ser Thr Trp Tyr Val Asx Glx Xaa "

// aminoAcids counts three-letter codes in a row, joined by hyphens, blanks or nothing.
func aminoAcids(s string, i int) (n, end int) {
	for end = i; end+3 <= len(s) && strings.Contains(residues, s[end:end+3]+" ") && upper(s[end]); {
		n++
		if end += 3; end < len(s) && (s[end] == '-' || s[end] == ' ') && end+1 < len(s) && upper(s[end+1]) {
			end++
		}
	}
	if end < len(s) && lower(s[end]) {
		return 0, i
	}
	return n, end
}
