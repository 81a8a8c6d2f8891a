// Package repeat tells the second sending of a form from another one (重复提交): what a request's key is stored
// as, and what was sent under it, so that neither gives away what somebody typed.
package repeat

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"

	"zhibao/internal/seal"
)

// Key is the stored form of an idempotency key, which belongs to an account; nil for none.
func Key(account int64, key string) []byte {
	if key == "" {
		return nil
	}
	h := sha256.New()
	_ = binary.Write(h, binary.BigEndian, account)
	h.Write([]byte(key))
	return h.Sum(nil)
}

// Asked is what was sent under a key: the move on a case with its input as JSON. A file that is sent again gets
// another id, so that its name and size stand for it.
func Asked(caseID int64, move string, input []byte) ([]byte, error) {
	var v any
	if err := json.Unmarshal(input, &v); err != nil {
		return nil, err
	}
	nameless(v)
	return json.Marshal([]any{caseID, move, v})
}

// nameless takes the ids of uploaded files out of a decoded input.
func nameless(v any) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			nameless(one)
		}
	case map[string]any:
		if _, file := v["Size"]; file {
			delete(v, "ID")
		}
		for _, one := range v {
			nameless(one)
		}
	}
}

// Sign makes a digest of what was sent that confirms no guess about it.
func Sign(key seal.Key, asked []byte) string { return hex.EncodeToString(key.MAC("asked", asked)) }
