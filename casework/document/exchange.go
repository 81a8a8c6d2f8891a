package document

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// A SealRequest is what an outside seal service (电子签章系统) is given of a paper: never its content.
type SealRequest struct {
	Format  string `json:"format"` // "zhibao-seal-request/1"
	Paper   string `json:"paper"`
	Number  string `json:"number"`
	Name    string `json:"name"`
	Digest  string `json:"digest"`  // SHA-256 of the content, hexadecimal
	Message string `json:"message"` // what is to be signed, base64
}

// A SealAnswer is what the service gives back.
type SealAnswer struct {
	Paper       string `json:"paper"`
	Signature   string `json:"signature"`   // SM2 over the message, ASN.1, base64
	Certificate string `json:"certificate"` // PEM
}

// maxAnswer bounds an answer in bytes.
const maxAnswer = 64 << 10

// Exchange writes a request for every paper that waits for the seal of an outside service into the folder
// out, and takes the answers from the folder in. It returns how many papers were sealed. An answer that is
// not a good signature over the paper is moved aside and its name returned, so that somebody looks at it.
func Exchange(ctx context.Context, db *store.DB, folder string, now time.Time) (n int, bad []string, err error) {
	defer fault.Wrap(&err, "exchange of seals")
	out, in := filepath.Join(folder, "out"), filepath.Join(folder, "in")
	waiting, err := unsealed(ctx, db)
	if err != nil || len(waiting) == 0 {
		return 0, nil, err
	}
	for _, dir := range []string{out, in} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return 0, nil, err
		}
	}
	for _, p := range waiting {
		name := strconv.FormatInt(p.ID, 10) + ".json"
		answer, err := os.ReadFile(filepath.Join(in, name))
		if errors.Is(err, fs.ErrNotExist) {
			if err := request(filepath.Join(out, name), p); err != nil {
				return n, bad, err
			}
			continue
		} else if err != nil {
			return n, bad, err
		}
		g, err := read(answer, p)
		if err != nil {
			bad = append(bad, name)
			if err := os.Rename(filepath.Join(in, name), filepath.Join(in, name+".bad")); err != nil {
				return n, bad, err
			}
			continue
		}
		if err := take(ctx, db, p, g, now); err != nil {
			return n, bad, err
		}
		n++
		if err := errors.Join(os.Remove(filepath.Join(in, name)), os.Remove(filepath.Join(out, name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return n, bad, err
		}
	}
	return n, bad, nil
}

// unsealed lists the papers that wait for the seal of an outside service.
func unsealed(ctx context.Context, db *store.DB) (out []*Paper, err error) {
	err = db.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(ctx, `SELECT `+columns+` FROM document_paper WHERE id IN
			(SELECT paper_id FROM document_signature WHERE provider = $1 AND signer = '') ORDER BY id LIMIT 500`, OutsideSeal)
		if err != nil {
			return err
		}
		defer rows.Close()
		out = nil
		for rows.Next() {
			p, err := scan(rows)
			if err != nil {
				return err
			}
			out = append(out, p)
		}
		return rows.Err()
	})
	return out, err
}

// request writes what is asked of the service, whole or not at all, and once.
func request(path string, p *Paper) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	body, err := json.MarshalIndent(SealRequest{Format: "zhibao-seal-request/1", Paper: strconv.FormatInt(p.ID, 10), Number: p.Number, Name: p.Name, Digest: p.Digest,
		Message: base64.StdEncoding.EncodeToString(Message(p.Number, p.Digest))}, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", body, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// read takes an answer apart and checks the signature.
func read(answer []byte, p *Paper) (g Signature, err error) {
	var a SealAnswer
	if len(answer) > maxAnswer {
		return g, errors.New("answer too large")
	}
	if err := json.Unmarshal(answer, &a); err != nil {
		return g, err
	}
	block, _ := pem.Decode([]byte(a.Certificate))
	if block == nil || a.Paper != strconv.FormatInt(p.ID, 10) {
		return g, errors.New("no certificate, or of another paper")
	}
	if g.Public, g.Name, err = seal.CertifiedKey(block.Bytes); err != nil {
		return g, err
	}
	if g.Value, err = base64.StdEncoding.DecodeString(a.Signature); err != nil {
		return g, err
	}
	if !seal.Signed(g.Public, Message(p.Number, p.Digest), g.Value) {
		return g, errors.New("not a signature over the paper")
	}
	g.Provider, g.Certificate, g.Signer = OutsideSeal, block.Bytes, seal.SignerID(g.Public)
	return g, nil
}

// take records the seal that a service put on a paper.
func take(ctx context.Context, db *store.DB, p *Paper, g Signature, now time.Time) error {
	g.At = now
	return db.Write(ctx, func(tx *store.Tx) error {
		var center int64
		if err := tx.Row(ctx, `SELECT center_id FROM document_paper WHERE id = $1`, p.ID).Scan(&center); err != nil {
			return err
		}
		if err := putSigner(ctx, tx, center, g); err != nil {
			return err
		}
		return putSignature(ctx, tx, p, center, g)
	})
}
