// Package consent (单独同意) asks for numbers and copies of identity papers, which are sensitive personal data, apart from
// everything else. Whoever sends a form with one ticks whether it is their own, or somebody else's who agreed to it; the
// text that stood there is kept with the answer, and the answer can be taken back.
//
// Every form asks by the one field of Given. 个人信息保护法第二十九条、第三十条; on which basis a number is kept is that of the
// catalogue of data.
package consent

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"zhibao/internal/fault"
)

// The bases on which the catalogue of data lets something be kept of a person.
var (
	Duty = fault.Pair{"个人信息保护法第十三条第一款第三项：履行法定职责", "Duty of law (PIPL art. 13 (1) no. 3)"}
	Wish = fault.Pair{"个人信息保护法第十三条第一款：办理本人的请求", "Needed for what the person asks for (PIPL art. 13 (1))"}
)

// A Kind is something for which such numbers are given.
type Kind struct {
	Code   string
	Title  fault.Pair
	Basis  fault.Pair // as in the catalogue
	Use    fault.Pair // what they are for
	Refuse fault.Pair // what follows for whoever does not agree
	After  fault.Pair // what follows for whoever takes it back
}

// The kinds, by what they are kept with.
const (
	Filing   = "preexam"      // numbers in a request form
	Petition = "infringement" // proof of identity of who asks for a decision
	Takeover = "takeover"     // proof of identity of who takes an account over
)

// Kinds lists them.
func Kinds() []Kind {
	return []Kind{
		{Filing, fault.Pair{"申请文件中发明人、申请人的证件号码", "Numbers of inventors and applicants in the papers of a filing"}, Duty,
			fault.Pair{"国家知识产权局的表格要求填写；本中心用来核对号码、核对预审文本与正式提交的文本是否一致", "Forms of the CNIPA want them; this center compares them, and the text that passed with the text that is filed"},
			fault.Pair{"含有号码的文件不能上传。表格要求号码的，本中心不能预审；您仍可以不经预审，直接向国家知识产权局提交", "A file with numbers is not taken. Where a form wants them this center cannot examine it; you may file with the CNIPA without it"},
			fault.Pair{"尚未提交的草稿不能提交，含有号码的新文件须重新同意才能上传；已提交的，履行法定职责所需的继续保存到案件的保存期限届满", "A draft cannot be handed in, and a new file with numbers needs a new consent. What was handed in stays as long as the duty of law wants"}},
		{Petition, fault.Pair{"侵权纠纷请求人、当事人的身份证件", "Identity papers of parties in a dispute"}, Duty,
			fault.Pair{"核实请求人是否有权提出请求", "To tell whether who asks may ask"},
			fault.Pair{"不能核实身份，请求不能受理；可以改交其他主体资格证明", "The request cannot be accepted; another proof may do"},
			fault.Pair{"不再接收新的证件；已受理的，履行法定职责所需的继续保存到案件的保存期限届满", "No further papers are taken. Of what was accepted stays what the duty of law wants"}},
		{Takeover, fault.Pair{"接管账号的身份证明", "Proof of identity to take an account over"}, Wish,
			fault.Pair{"核实接管人本人及其授权", "To tell who takes over, and by what authority"},
			fault.Pair{"不能在线接管；可以到本中心当面核实，不留存证件复印件", "It cannot be done online; come to the center, which keeps no copy"},
			fault.Pair{"尚未决定的接管申请不再办理；已接管的，证明保存到账号的保存期限届满", "A request that is not decided ends. Of one that was granted the proof stays as long as the account"}},
	}
}

// KindOf returns a kind by its code, or one that shows the code itself.
func KindOf(code string) Kind {
	for _, k := range Kinds() {
		if k.Code == code {
			return k
		}
	}
	return Kind{Code: code, Title: fault.Pair{code, code}}
}

// Text is what is said to whoever is asked, in both languages, one paragraph a line.
func (k Kind) Text() fault.Pair {
	zh := []string{
		"内容：" + k.Title[0] + "，包括居民身份证、护照、居住证等的号码和复印件，属于敏感个人信息。",
		"用途：" + k.Use[0] + "。不用于其他目的，不向境外提供。",
		"对您的影响：号码泄露可能被冒用，因此密文保存、默认遮蔽显示；查看全文须写明理由并留下记录。",
		"依据：" + k.Basis[0] + "。" + stand(k)[0],
		"不同意的：" + k.Refuse[0] + "。",
		"撤回：在“我的个人信息”随时撤回，撤回前的处理不受影响。撤回后，" + k.After[0] + "。",
		"他人的号码：提交人须先把以上各项告知其本人，取得其单独同意，并能够证明。",
	}
	en := []string{
		"What: " + k.Title[1] + " - numbers and copies of identity cards, passports and permits, which are sensitive personal data.",
		"What for: " + k.Use[1] + ". For nothing else, and not abroad.",
		"For you: a number that leaks may be abused. It is kept encrypted and shown masked; who looks at it in full gives a reason, which is recorded.",
		"Basis: " + k.Basis[1] + ". " + stand(k)[1],
		"Without it: " + k.Refuse[1] + ".",
		"Taking it back: at any time under “My personal data”; what was done before stands. After that: " + k.After[1] + ".",
		"Numbers of others: whoever sends them has told these persons all of this first, has their consent, and can prove it.",
	}
	return fault.Pair{strings.Join(zh, "\n"), strings.Join(en, "\n")}
}

// stand says what a consent counts beside the basis.
func stand(k Kind) fault.Pair {
	if k.Basis == Duty {
		return fault.Pair{"履行法定职责所必需的处理依法不以同意为前提，此项勾选是本中心另外征求的，同时确认已经向您单独告知。", "What the duty of law needs does not depend on a consent; this center asks for it all the same, and you confirm that you were told."}
	}
	return fault.Pair{"敏感个人信息另须单独同意。", "Sensitive data need a consent of their own beside it."}
}

// Version follows from the words: another text is agreed to anew.
func (k Kind) Version() string {
	t := k.Text()
	return fmt.Sprintf("%x", sha256.Sum256([]byte(t[0]+"\x00"+t[1])))[:8]
}
