package treelog

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// The settings of the heads that go outside.
const (
	KeyMail      = "treelog.mail"      // addresses to which the latest head goes once a day
	KeyWitnesses = "treelog.witnesses" // fingerprints of the keys of witnesses
)

// Settings declares to whom heads are sent, and whose signature over them is kept.
func Settings() []setting.Def {
	def := func(key, title, english, help, helpEN string) setting.Def {
		return setting.Def{Key: key, Title: title, English: english, Help: help, HelpEN: helpEN, Type: setting.List, Default: map[string]string{"": ""}, Sure: rule.Ours, Level: rule.Center, Group: "treelog", Grave: true,
			Basis: []rule.Cite{{Text: "本中心规定", Article: title, Sure: rule.Ours}}}
	}
	return []setting.Def{def(KeyMail, "每日发送存证树头的邮箱", "Mail addresses to which the head of the log goes daily", "省知识产权局、审计单位等在中心之外的邮箱，一行一个；留空不发送", "Addresses outside of the center, such as the provincial office or an auditor, one a line; empty sends nothing"),
		def(KeyWitnesses, "存证树头见证人的公钥指纹", "Fingerprints of the keys of witnesses", "zhibao contingency key 显示的指纹，一行一个；建议不少于两家", "As zhibao contingency key shows them, one a line; two or more are better")}
}

// A Testimony is a head with the signature of somebody outside, who saw it at a time. A center that later shows another
// log cannot say that this head never was.
type Testimony struct {
	Name      string
	At        time.Time
	Public    []byte
	Signature []byte
	Head      *Head
}

// The lines of a testimony, before the eight of the head.
const (
	witnessTitle  = "知保存证见证 1"
	lineWitness   = "见证人 "
	lineSeen      = "见证时间 "
	lineWitnesses = "见证公钥 "
	lineTestified = "见证签名 "
	witnessLines  = 5
)

// message is what a witness signs: who, when, and the whole head with the signature of the center.
func (w *Testimony) message() []byte {
	return fmt.Appendf(nil, "%s\n%s%s\n%s%s\n%s", witnessTitle, lineWitness, w.Name, lineSeen, w.At.In(calendar.Shanghai()).Format(time.RFC3339), w.Head.Text())
}

// Text is the testimony as it is sent and kept.
func (w *Testimony) Text() string {
	return fmt.Sprintf("%s\n%s%s\n%s%s\n%s%s\n%s%s\n%s", witnessTitle, lineWitness, w.Name, lineSeen, w.At.In(calendar.Shanghai()).Format(time.RFC3339),
		lineWitnesses, hex.EncodeToString(w.Public), lineTestified, base64.StdEncoding.EncodeToString(w.Signature), w.Head.Text())
}

// Signer is the fingerprint of the key of the witness.
func (w *Testimony) Signer() string { return seal.SignerID(w.Public) }

// Testify signs a head that the center signed.
func Testify(h *Head, name string, at time.Time, s *seal.Signer) (*Testimony, error) {
	if !h.Signed() {
		return nil, fault.New(fault.Invalid, "treelog.earlier_signature", "树头的签名无效，文件已被改动；请使用下载时的原件")
	}
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		return nil, fault.New(fault.Invalid, "treelog.witness_name", "请写明见证人的名称")
	}
	w := &Testimony{Name: name, At: at.Truncate(time.Second), Public: s.Public(), Head: h}
	var err error
	w.Signature, err = s.Sign(w.message())
	return w, err
}

// Follows says why a head cannot come after one that was kept: it is of another center or key, of fewer entries, or of
// as many with another root. Whether more entries begin with those of before, the log itself shows.
func (h *Head) Follows(before *Head) error {
	switch {
	case !before.Signed():
		return fault.New(fault.Invalid, "treelog.earlier_signature", "树头的签名无效，文件已被改动；请使用下载时的原件")
	case h.Center != before.Center || h.Signer() != before.Signer():
		return fault.New(fault.Conflict, "treelog.follows_other", "树头与上一次的不是同一中心、同一公钥的，不能接续；请向中心核实后再签署")
	case h.Size < before.Size:
		return fault.New(fault.Conflict, "treelog.follows_back", "树头只有 %d 条，少于上一次的 %d 条：日志可能已被截断，请不要签署并向中心核实", h.Size, before.Size)
	case h.Size == before.Size && h.Root != before.Root:
		return fault.New(fault.Conflict, "treelog.follows_forked", "树头与上一次的条数相同而内容不同：日志已被改写，请不要签署并报告主管部门")
	}
	return nil
}

// IsTestimony reports whether a file says that it is one.
func IsTestimony(text string) bool {
	return strings.HasPrefix(strings.TrimPrefix(text, "\ufeff"), witnessTitle)
}

// ParseTestimony reads what Text wrote, and checks both signatures. Whose keys they are is told by the fingerprints.
func ParseTestimony(text string) (*Testimony, error) {
	bad := func() error {
		return fault.New(fault.Invalid, "treelog.witness", "文件不是存证见证，或已被改动；请使用 zhibao witness 输出的原件")
	}
	if len(text) > 2*mostHead {
		return nil, bad()
	}
	lines := strings.SplitN(strings.TrimPrefix(text, "\ufeff"), "\n", witnessLines+1)
	if len(lines) <= witnessLines || strings.TrimSpace(lines[0]) != witnessTitle {
		return nil, bad()
	}
	value := func(i int, name string) string {
		v, _ := strings.CutPrefix(strings.TrimSpace(lines[i]), name)
		return strings.TrimSpace(v)
	}
	w := &Testimony{Name: value(1, lineWitness)}
	var err error
	if w.At, err = time.Parse(time.RFC3339, value(2, lineSeen)); err != nil {
		return nil, bad()
	}
	if w.Public, err = hex.DecodeString(value(3, lineWitnesses)); err != nil {
		return nil, bad()
	}
	if w.Signature, err = base64.StdEncoding.DecodeString(value(4, lineTestified)); err != nil {
		return nil, bad()
	}
	if w.Head, err = ParseHead(lines[witnessLines]); err != nil {
		return nil, err
	}
	if !w.Head.Signed() || !seal.Signed(w.Public, w.message(), w.Signature) {
		return nil, bad()
	}
	return w, nil
}

// ParseKept reads a head that was kept outside, alone or with the signature of a witness.
func ParseKept(text string) (*Head, error) {
	if !IsTestimony(text) {
		return ParseHead(text)
	}
	w, err := ParseTestimony(text)
	if err != nil {
		return nil, err
	}
	return w.Head, nil
}

// Keep keeps a testimony beside its head. It has to be of a registered witness, and over a head of this log.
func Keep(ctx context.Context, tx *store.Tx, center int64, w *Testimony, registered []string) (err error) {
	defer fault.Wrap(&err, "keep a testimony")
	known := false
	for _, id := range registered {
		known = known || strings.EqualFold(id, w.Signer())
	}
	if !known {
		return fault.New(fault.Invalid, "treelog.witness_unknown", "见证人“%s”的公钥指纹 %s 没有登记，请由中心主任登记到配置“存证树头见证人的公钥指纹”后再上传", w.Name, w.Signer())
	}
	if _, err := Extends(ctx, tx, center, w.Head); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO treelog_witness (center_id, size, signer, name, at, text) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING`,
		center, w.Head.Size, w.Signer(), w.Name, w.At.UnixMicro(), w.Text())
	return err
}

// Testimonies lists what witnesses signed for a center, those of the largest heads first.
func Testimonies(ctx context.Context, tx *store.Tx, center int64, limit int) (out []*Testimony, err error) {
	defer fault.Wrap(&err, "list testimonies")
	rows, err := tx.Query(ctx, `SELECT text FROM treelog_witness WHERE center_id = $1 ORDER BY size DESC, signer LIMIT $2`, center, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		w, err := ParseTestimony(text)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, rows.Err()
}

// Testified holds every testimony of the centers against their logs, and says in Chinese what does not fit.
func Testified(ctx context.Context, tx *store.Tx) (n int, flaws []string, err error) {
	defer fault.Wrap(&err, "verify testimonies")
	// The database of an older version is read as it is.
	if ok, err := tx.Migrated(ctx, "treelog", "20261130_witness.sql"); err != nil || !ok {
		return 0, nil, err
	}
	centers, err := centersWith(ctx, tx)
	if err != nil {
		return 0, nil, err
	}
	for _, center := range centers {
		texts, err := testimonyTexts(ctx, tx, center)
		if err != nil {
			return 0, nil, err
		}
		for _, text := range texts {
			n++
			w, err := ParseTestimony(text)
			if err == nil {
				_, err = Extends(ctx, tx, center, w.Head)
			}
			if fault.KindOf(err) == fault.Internal && err != nil {
				return n, nil, err
			} else if err != nil {
				flaws = append(flaws, fmt.Sprintf("中心 %d 保存的第 %d 份见证：%s", center, n, fault.MessageOf(err)))
			}
		}
	}
	return n, flaws, nil
}

// testimonyTexts are the files of all testimonies of a center, unread: one that was changed is a flaw and no error.
func testimonyTexts(ctx context.Context, tx *store.Tx, center int64) (out []string, err error) {
	rows, err := tx.Query(ctx, `SELECT text FROM treelog_witness WHERE center_id = $1 ORDER BY size, signer`, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, rows.Err()
}
