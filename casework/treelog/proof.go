package treelog

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"

	"zhibao/internal/fault"
	"zhibao/internal/merkle"
	"zhibao/internal/store"
)

// A Proof shows that an entry stood in the log when a head was signed. It is checked with nothing else
// at hand but the fingerprint of the center's key.
type Proof struct {
	Format string   `json:"format" doc:"zhibao proof 1"`
	Kind   string   `json:"kind" doc:"event 案件记录、audit 审计记录、paper 文书"`
	Object string   `json:"object" doc:"案件或者文书的内部编号"`
	Seq    string   `json:"seq" doc:"记录的序号；文书为 0"`
	Label  string   `json:"label,omitempty" doc:"文书的文号"`
	Hash   string   `json:"hash" doc:"记录的摘要；文书正文的 SHA-256，与文书核验页所示一致"`
	At     string   `json:"at" doc:"在日志中的序号，从 0 起"`
	Path   []string `json:"path" doc:"由下而上各步相邻的摘要（RFC 6962）"`
	Head   string   `json:"head" doc:"签名的树头，八行文本"`
}

const proofFormat = "zhibao proof 1"

// ProofOf makes the proof of an entry under the first head over it. It returns nil where the entry is not
// sealed yet: a minute later it is.
func ProofOf(ctx context.Context, tx *store.Tx, center int64, kind string, object, seq int64) (_ *Proof, err error) {
	defer fault.Wrap(&err, "proof of %s %d/%d", kind, object, seq)
	l, err := entered(ctx, tx, center, kind, object, seq)
	if err != nil || l == nil {
		return nil, err
	}
	h, err := headOver(ctx, tx, center, l.at)
	if err != nil || h == nil {
		return nil, err
	}
	t, ok := merkle.Named(h.Function)
	if !ok {
		return nil, errors.New("head with an unknown digest " + h.Function)
	}
	path, err := t.Inclusion(l.at, h.Size, stored{ctx, tx, center})
	if err != nil {
		return nil, err
	}
	no := func(n int64) string { return strconv.FormatInt(n, 10) }
	p := &Proof{Format: proofFormat, Kind: l.Kind, Object: no(l.Object), Seq: no(l.Seq), Label: l.Label, Hash: hex.EncodeToString(l.Hash), At: no(l.at), Path: []string{}, Head: h.Text()}
	for _, d := range path {
		p.Path = append(p.Path, d.String())
	}
	return p, nil
}

const mostProof = 64 << 10 // bytes of a proof in a file

// ParseProof reads a proof from a file.
func ParseProof(file []byte) (*Proof, error) {
	p := &Proof{}
	d := json.NewDecoder(bytes.NewReader(file))
	d.DisallowUnknownFields()
	if len(file) > mostProof || d.Decode(p) != nil || p.Format != proofFormat {
		return nil, fault.New(fault.Invalid, "treelog.proof", "文件不是存证证明，请使用从“文书核验”或“存证日志”页面下载、未经改动的证明文件")
	}
	return p, nil
}

// Number is the number of the entry in the log, from 1, as people count.
func (p *Proof) Number() string {
	at, _ := strconv.ParseInt(p.At, 10, 64) // Check refuses what is no number
	return strconv.FormatInt(at+1, 10)
}

// Check says whether the proof holds, and returns the head under which. What is wrong is said in Chinese.
func (p *Proof) Check() (*Head, error) {
	h, err := ParseHead(p.Head)
	if err != nil {
		return nil, err
	}
	if !h.Signed() {
		return nil, fault.New(fault.Invalid, "treelog.head_signature", "证明中的树头签名无效，树头已被改动；请向出具的中心重新索取证明")
	}
	hash, errHash := hex.DecodeString(p.Hash)
	object, errObject := strconv.ParseInt(p.Object, 10, 64)
	seq, errSeq := strconv.ParseInt(p.Seq, 10, 64)
	at, errAt := strconv.ParseInt(p.At, 10, 64)
	if errors.Join(errHash, errObject, errSeq, errAt) != nil {
		return nil, broken()
	}
	path := make([]merkle.Digest, len(p.Path))
	for i, s := range p.Path {
		d, err := hex.DecodeString(s)
		if err != nil || len(d) != merkle.Size {
			return nil, broken()
		}
		path[i] = merkle.Digest(d)
	}
	t, _ := merkle.Named(h.Function) // ParseHead knows it
	e := Entry{Kind: p.Kind, Object: object, Seq: seq, Label: p.Label, Hash: hash}
	if t.CheckInclusion(path, at, h.Size, t.Leaf(e.text(h.Center)), h.Root) != nil {
		return nil, broken()
	}
	return h, nil
}

func broken() error {
	return fault.New(fault.Invalid, "treelog.proof_broken", "证明不成立：所述的记录不在树头之下，证明或者记录已被改动；请向出具的中心重新索取证明")
}

// Extends says whether the log of a center begins with the entries over which an earlier head was
// signed. What is wrong is said in Chinese; the head of now is returned.
func Extends(ctx context.Context, tx *store.Tx, center int64, earlier *Head) (now *Head, err error) {
	if !earlier.Signed() {
		return nil, fault.New(fault.Invalid, "treelog.earlier_signature", "树头的签名无效，文件已被改动；请使用下载时的原件")
	}
	if earlier.Center != center {
		return nil, fault.New(fault.Invalid, "treelog.earlier_center", "这是中心 %d 的树头，请在该中心核对", earlier.Center)
	}
	if now, err = Latest(ctx, tx, earlier.Center); err != nil {
		return nil, err
	}
	if now == nil || now.Size < earlier.Size {
		return now, fault.New(fault.Conflict, "treelog.shorter", "现有日志的条数少于该树头所记的 %d 条：之后的记录已经丢失，请停止写入并从备份恢复，同时报告审计管理员", earlier.Size)
	}
	t, ok := merkle.Named(earlier.Function)
	if !ok {
		return now, errors.New("head with an unknown digest " + earlier.Function)
	}
	root, err := t.Root(earlier.Size, stored{ctx, tx, center})
	if err != nil {
		return now, err
	}
	if root != earlier.Root {
		return now, fault.New(fault.Conflict, "treelog.forked", "现有日志的前 %d 条与该树头不一致：日志已被改写，请停止写入、保全现场，并报告审计管理员", earlier.Size)
	}
	return now, nil
}
