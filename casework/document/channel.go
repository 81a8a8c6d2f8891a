package document

import (
	"slices"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/law/rule"
)

// The channels on which a paper is served (送达方式).
const (
	Account = "account" // 电子送达 into the party's account
	Post    = "post"    // 邮寄送达
	Person  = "person"  // 直接送达 with 送达回证
	Leave   = "leave"   // 留置送达
	Notice  = "notice"  // 公告送达
)

// A Channel is a way of service.
type Channel struct {
	Code, Title, English string
	Way, Proof           string // as papers name them
	Basis                rule.Cite
}

// Words returns the title for a message.
func (c Channel) Words() fault.Pair { return fault.Pair{c.Title, c.English} }

func civil(article string) rule.Cite {
	return rule.Cite{Text: "民事诉讼法", Article: article, Version: "2023修正", Force: "2024-01-01", Sure: rule.Known}
}

// Channels lists the ways of service in the order in which they are tried.
func Channels() []Channel {
	return []Channel{
		{Account, "电子送达", "By account", "电子送达：进入收件人在业务平台的账号之日为送达日（参照专利法实施细则第四条）",
			"收件人首次打开本文书的时间由业务平台记录，作为送达回执", civil("第九十条")},
		{Post, "邮寄送达", "By post", "邮寄送达：回执上注明的收件日期为送达日", "邮件回执附卷", civil("第九十一条")},
		{Person, "直接送达", "In person", "直接送达：收件人在送达回证上的签收日期为送达日", "送达回证附卷", civil("第八十八条")},
		{Leave, "留置送达", "Left with a witness", "留置送达：依法留置之日为送达日", "送达回证及见证、拍照或录像记录附卷", civil("第八十九条")},
		{Notice, "公告送达", "By public notice", "公告送达：公告期满之日视为送达", "公告文本及发布记录附卷", civil("第九十五条")},
	}
}

// ChannelOf returns the channel with the code, or one that shows the code itself.
func ChannelOf(code string) Channel {
	all := Channels()
	if i := slices.IndexFunc(all, func(c Channel) bool { return c.Code == code }); i >= 0 {
		return all[i]
	}
	return Channel{Code: code, Title: code, English: code, Way: code, Proof: code}
}

// recipients settles on whom a paper is served and how. A party without an account is never served
// electronically, whatever was asked for: the counter serves it by post or otherwise.
func recipients(s *casework.Step, d Draft) ([]Recipient, error) {
	to := slices.Clone(d.Recipients)
	if d.Party != 0 && !slices.ContainsFunc(to, func(r Recipient) bool { return r.Party == d.Party }) {
		to = append([]Recipient{{Party: d.Party, Channel: Account}}, to...)
	}
	seen := map[int64]bool{}
	for i, r := range to {
		if r.Party == 0 || seen[r.Party] {
			return nil, fault.New(fault.Invalid, "document.twice", "同一份文书不能向同一当事人送达两次，请核对受送达人").At("recipients")
		}
		seen[r.Party] = true
		if r.Channel != "" && ChannelOf(r.Channel).Basis.Text == "" {
			return nil, fault.New(fault.Invalid, "document.channel", "没有“%s”这种送达方式，请从列出的方式中选择", r.Channel).At("recipients")
		}
		if r.Channel != "" && r.Channel != Account {
			continue
		}
		ok, err := reached(s, r.Party, len(d.Recipients) > 0)
		if err != nil {
			return nil, err
		}
		if to[i].Channel = Account; !ok {
			to[i].Channel = Post
		}
	}
	return to, nil
}

// reached reports whether a paper can be served into an account of the party. In a procedure in which
// every party has registered itself, nobody has to be asked.
func reached(s *casework.Step, party int64, named bool) (bool, error) {
	if s.Office.Reached == nil || !named && len(s.Chart.Sides) == 0 {
		return true, nil
	}
	return s.Office.Reached(s.Ctx, s.Tx, s.Case.Center, party)
}

// channelsOf lists the channels of the recipients, each once, in the order in which they are tried.
func channelsOf(to []Recipient) (out []string) {
	for _, c := range Channels() {
		if slices.ContainsFunc(to, func(r Recipient) bool { return r.Channel == c.Code }) {
			out = append(out, c.Code)
		}
	}
	if len(out) == 0 {
		out = []string{Account}
	}
	return out
}

// serve records how the paper goes to each recipient: into an account at once, otherwise it waits for
// the counter.
func serve(s *casework.Step, p *Paper, to []Recipient) error {
	for _, r := range to {
		// An electronic paper is received on the day it enters the party's system (细则第四条).
		state, at := Delivered, s.Now.UnixMicro()
		if r.Channel != Account {
			state, at = Pending, 0
		}
		_, err := s.Tx.Exec(s.Ctx, `INSERT INTO document_delivery (id, center_id, case_id, paper_id, party_id, channel, state, sent_at,
			delivered_at, read_at, account_id, note) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$8,0,0,'')`,
			s.Office.DB.NewID(), s.Case.Center, p.Case, p.ID, r.Party, r.Channel, state, at)
		if err != nil {
			return err
		}
		if state == Pending || s.Office.Tell == nil {
			continue
		}
		// Only that something is there, and where: never the name of the paper or a word of it.
		if err := s.Office.Tell(s.Ctx, s.Tx, casework.Notification{Center: s.Case.Center, Party: r.Party, Case: p.Case, Number: s.Case.Number}); err != nil {
			return err
		}
	}
	return nil
}
