package identity

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// FreeLogin makes a login that nobody has, with a letter before eight digits: who signs up is not told which logins
// there are, because none can be asked for.
func (b *Book) FreeLogin(ctx context.Context, tx *store.Tx, letter string) (string, error) {
	for {
		n, err := rand.Int(rand.Reader, big.NewInt(90_000_000))
		if err != nil {
			return "", err
		}
		login := fmt.Sprintf("%s%d", letter, 10_000_000+n.Int64())
		if _, err := b.ByLogin(ctx, tx, login); fault.KindOf(err) == fault.Missing {
			return login, nil
		} else if err != nil {
			return "", err
		}
	}
}
