package consent

import (
	"context"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// Whose a number is.
const (
	Own    = "own"    // of who sends the form
	Others = "others" // of persons who agreed to it
)

// Given is what the sender of a form says of the numbers in it; every form that may hold one embeds it.
type Given struct {
	Sensitive []string `json:"sensitive" label:"单独同意（证件号码、证件复印件）" en:"Separate consent (numbers and copies of identity papers)" widget:"consent" options:"own=有我本人的：我已阅读说明，单独同意按说明处理=Some are my own: I have read the text and agree separately,others=有他人的：我已把说明告知其本人，并取得其单独同意=Some are of others: I have told them all of it and have their separate consent" help:"所填内容或文件中有身份证、护照等证件的号码或复印件的，必须勾选；没有的不勾选。本案已同意过的不必再勾选" helpen:"Needed where what you send holds numbers or copies of identity papers; else leave it open. What was agreed to in this case need not be ticked again"`
}

// Both says that the numbers are of the sender and of others, as a program does that fills forms.
func Both() Given { return Given{Sensitive: []string{Own, Others}} }

// An Ask is what is asked of whom.
type Ask struct {
	Kind    string
	Center  int64
	Account int64 // 0 for who has none
	Object  int64 // the case, or what is no case
	At      time.Time
}

// Keep records what a form says. Where the form holds numbers and nothing stands that was agreed to, it is refused with
// what to do.
func Keep(ctx context.Context, tx *store.Tx, id func() int64, a Ask, in Given, numbers int) (err error) {
	defer fault.Wrap(&err, "keep consent")
	k := KindOf(a.Kind)
	if len(in.Sensitive) == 0 {
		if numbers == 0 {
			return nil
		}
		stands, err := Stands(ctx, tx, a)
		if err != nil || stands {
			return err
		}
		return fault.New(fault.Invalid, "consent.missing", "所提交的内容中有 %d 个证件号码或证件复印件，属于敏感个人信息：请阅读说明，在“单独同意”一项勾选是您本人的还是他人的，然后重新提交；不同意的，请去掉号码后再提交", numbers).
			At("sensitive").On("个人信息保护法（2021）第二十九条")
	}
	text := k.Text()
	if _, err := tx.Exec(ctx, `INSERT INTO casework_consent_text (center_id, version, at, zh, en) VALUES ($1,$2,$3,$4,$5) ON CONFLICT DO NOTHING`, a.Center, k.Version(), a.At.UnixMicro(), text[0], text[1]); err != nil {
		return err
	}
	for _, whose := range in.Sensitive {
		if whose != Own && whose != Others {
			return fault.New(fault.Invalid, "consent.whose", "请在列出的选项中选择号码是本人的还是他人的").At("sensitive")
		}
		if _, err := tx.Exec(ctx, `INSERT INTO casework_consent (id, center_id, account_id, kind, object_id, whose, version, at, ended_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,0)`,
			id(), a.Center, a.Account, a.Kind, a.Object, whose, k.Version(), a.At.UnixMicro()); err != nil {
			return err
		}
	}
	return nil
}

// Step keeps what the form of a move says. The people of the center bring in what others gave, by their duty: only the
// parties are asked.
func Step(s *casework.Step, in Given, numbers int) error {
	if s.Actor.Party == 0 {
		numbers = 0
	}
	return Keep(s.Ctx, s.Tx, s.Office.DB.NewID, Ask{Kind: s.Case.Chart, Center: s.Case.Center, Account: s.Actor.Account, Object: s.Case.ID, At: s.Now}, in, numbers)
}

// Stands reports whether the text in force was agreed to for an object, and not taken back.
func Stands(ctx context.Context, tx *store.Tx, a Ask) (bool, error) {
	var n int
	err := tx.Row(ctx, `SELECT COUNT(*) FROM casework_consent WHERE center_id = $1 AND kind = $2 AND object_id = $3 AND version = $4 AND ended_at = 0`, a.Center, a.Kind, a.Object, KindOf(a.Kind).Version()).Scan(&n)
	return n > 0, err
}

// Hand gives what somebody without an account agreed to the account that came of it.
func Hand(ctx context.Context, tx *store.Tx, a Ask) error {
	_, err := tx.Exec(ctx, `UPDATE casework_consent SET account_id = $4 WHERE center_id = $1 AND kind = $2 AND object_id = $3 AND account_id = 0`, a.Center, a.Kind, a.Object, a.Account)
	return err
}

// None is the answer to whoever gave no such consent.
func None() error {
	return fault.New(fault.Missing, "consent.none", "没有这项同意，或不是您给出的；请从“我的个人信息”打开")
}

// A Consent is one that was given.
type Consent struct {
	ID        int64
	Kind      Kind
	Object    int64
	Number    string // of the case; empty while it has none, and for what is no case
	Whose     string
	Version   string
	Words     fault.Pair
	At, Ended time.Time // Ended is zero while it stands
}

// Of lists what an account agreed to, the latest first, at most 500.
func Of(ctx context.Context, tx *store.Tx, center, account int64) (out []Consent, err error) {
	defer fault.Wrap(&err, "read consents")
	rows, err := tx.Query(ctx, `SELECT c.id, c.kind, c.object_id, c.whose, c.version, c.at, c.ended_at, t.zh, t.en, COALESCE(k.number, '') FROM casework_consent c
		JOIN casework_consent_text t ON t.center_id = c.center_id AND t.version = c.version LEFT JOIN casework_case k ON k.id = c.object_id AND +k.center_id = c.center_id WHERE c.center_id = $1 AND c.account_id = $2 ORDER BY c.id DESC LIMIT 500`, center, account)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Consent
		var kind string
		var at, ended int64
		if err := rows.Scan(&c.ID, &kind, &c.Object, &c.Whose, &c.Version, &at, &ended, &c.Words[0], &c.Words[1], &c.Number); err != nil {
			return nil, err
		}
		c.Kind, c.At = KindOf(kind), time.UnixMicro(at)
		if ended != 0 {
			c.Ended = time.UnixMicro(ended)
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// Same reports whether two consents were given to one thing in one text and stand or ended together: they are one to
// whoever gave them, for one's own numbers and for those of others.
func (c Consent) Same(x Consent) bool {
	return c.Kind.Code == x.Kind.Code && c.Object == x.Object && c.Version == x.Version && c.Ended.IsZero() == x.Ended.IsZero()
}

// Withdraw takes one of the consents of an account back, and with it those to the same thing.
func Withdraw(ctx context.Context, tx *store.Tx, a Ask, id int64) (c Consent, err error) {
	defer fault.Wrap(&err, "withdraw consent")
	all, err := Of(ctx, tx, a.Center, a.Account)
	if err != nil {
		return c, err
	}
	i := slices.IndexFunc(all, func(x Consent) bool { return x.ID == id })
	if i < 0 || a.Account == 0 {
		return c, None()
	}
	if c = all[i]; !c.Ended.IsZero() {
		return c, fault.New(fault.Conflict, "consent.ended", "这项同意已经撤回，无须再撤回")
	}
	_, err = tx.Exec(ctx, `UPDATE casework_consent SET ended_at = $5 WHERE center_id = $1 AND kind = $2 AND object_id = $3 AND account_id = $4 AND ended_at = 0`, a.Center, c.Kind.Code, c.Object, a.Account, a.At.UnixMicro())
	return c, err
}
