package upload

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"time"

	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "upload", Files: sub}
}

// Grants lets the roles send files on the pages: those that have a form with files to fill in.
func Grants(roles []string) []access.Grant {
	var gs []access.Grant
	for _, r := range roles {
		for _, act := range []string{"upload.begin", "upload.chunk"} {
			gs = append(gs, access.Grant{Act: act, Role: r, Rel: access.Center})
		}
	}
	return gs
}

// Bounds of what one account may have waiting, where Deps says nothing else.
const (
	MaxSize  = 500 << 20 // bytes of one file
	MaxQuota = 4 << 30   // bytes of all files of an account
	MaxFiles = 500       // files of an account
	Life     = 24 * time.Hour
)

// Deps is what a Keeper needs. Quota is in bytes; MaxQuota where 0.
type Deps struct {
	DB    *store.DB
	Keys  *seal.Ring
	Blobs *blob.Store // a folder of its own, not that of the cases
	Now   func() time.Time
	Quota int64
}

// A Keeper receives files and gives them back to the account that sent them. It is the
// web.Uploads of the pages and of the API.
type Keeper struct {
	d     Deps
	chunk int64
}

// New returns a keeper.
func New(d Deps) *Keeper {
	if d.Quota <= 0 {
		d.Quota = MaxQuota
	}
	return &Keeper{d, web.ChunkSize}
}

var _ web.Uploads = (*Keeper)(nil)

// file is one row with what is sealed in it.
type file struct {
	id       string
	center   int64
	account  int64
	size     int64
	received int64
	ends     time.Time
	name     string
	key      seal.Key
}

// body is the sealed part of a row.
type body struct {
	Secret []byte `json:"secret"`
	Name   string `json:"name"`
}

func aad(id string, account int64) string { return fmt.Sprintf("upload/%s/%d", id, account) }

func place(id string, no int64) string { return fmt.Sprintf("upload/%s/%d", id, no) }

func keyOf(center seal.Key, secret []byte) seal.Key {
	return center.Derive("upload/" + hex.EncodeToString(secret))
}

// Begin starts a file of the account that asks. It fails with upload.size or upload.quota.
func (k *Keeper) Begin(c *web.Ctx, name string, size int64) (id string, err error) {
	defer fault.Wrap(&err, "begin upload")
	a, err := actor(c)
	if err != nil {
		return "", err
	}
	if size <= 0 || size > MaxSize {
		return "", fault.New(fault.TooLarge, "upload.size", "文件为空或超过 %d MB，请压缩或拆分后重新选择", MaxSize>>20).At("size")
	}
	id = rand.Text()
	secret := make([]byte, 32)
	rand.Read(secret)
	plain, err := json.Marshal(body{secret, form.CleanName(name)})
	if err != nil {
		return "", err
	}
	ctx := c.Context()
	err = k.d.DB.Write(ctx, func(tx *store.Tx) error {
		if err := k.room(ctx, tx, a.Account, size); err != nil {
			return err
		}
		center, err := k.d.Keys.Center(ctx, tx, a.Center)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO upload_file (id, center_id, account_id, size, received, ends_at, body)
			VALUES ($1,$2,$3,$4,0,$5,$6)`, id, a.Center, a.Account, size, k.d.Now().Add(Life).UnixMicro(),
			center.Seal(aad(id, a.Account), plain))
		return err
	})
	return id, err
}

// room refuses a file for which the account has no room left.
func (k *Keeper) room(ctx context.Context, tx *store.Tx, account, size int64) error {
	// Two that begin at once must not both take the last room.
	if err := tx.Lock(ctx, fmt.Sprintf("upload/%d", account)); err != nil {
		return err
	}
	var n, used int64
	err := tx.Row(ctx, `SELECT COUNT(*), COALESCE(SUM(size), 0) FROM upload_file WHERE account_id = $1 AND ends_at > $2`,
		account, k.d.Now().UnixMicro()).Scan(&n, &used)
	if err != nil {
		return err
	}
	if n >= MaxFiles || used+size > k.d.Quota {
		return fault.New(fault.TooLarge, "upload.quota", "本账号 24 小时内待用的上传文件已达上限（%d 个或 %d MB），请先提交已上传的文件，或稍后再传",
			MaxFiles, k.d.Quota>>20)
	}
	return nil
}

// Append stores the piece that begins at offset and returns how many bytes of the file have
// arrived. A piece is web.ChunkSize bytes, the last one what is left. A piece that does not
// begin where the file ends so far, because it was sent before or too early, changes nothing:
// the sender goes on from what is returned.
func (k *Keeper) Append(c *web.Ctx, id string, offset int64, piece io.Reader) (received int64, err error) {
	defer fault.Wrap(&err, "append to upload")
	f, err := k.find(c, id)
	if err != nil {
		return 0, err
	}
	if offset != f.received || f.received == f.size {
		return f.received, nil
	}
	ctx, no, want := c.Context(), offset/k.chunk, min(k.chunk, f.size-offset)
	whole := &noting{r: piece}
	ref, err := k.d.Blobs.Put(ctx, f.key, place(id, no), whole, want)
	if err != nil {
		return 0, cut(err)
	}
	if whole.cut {
		return 0, errors.Join(cut(io.ErrUnexpectedEOF), k.d.Blobs.Delete(ctx, ref.Address))
	}
	if ref.Size != want {
		return 0, errors.Join(fault.New(fault.Invalid, "upload.piece", "这一片应为 %d 字节，收到 %d 字节，请重新发送这一片", want, ref.Size),
			k.d.Blobs.Delete(ctx, ref.Address))
	}
	received = offset + want
	err = k.d.DB.Write(ctx, func(tx *store.Tx) error {
		// Of two senders of the same piece one wins; what the other stored is swept up later.
		n, err := tx.Exec(ctx, `UPDATE upload_file SET received = $3 WHERE id = $1 AND received = $2`, id, offset, received)
		if err != nil || n == 0 {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO upload_piece (address, center_id, file_id, no) VALUES ($1,$2,$3,$4)`, ref.Address, f.center, id, no)
		return err
	})
	if err != nil {
		return 0, err
	}
	return received, nil
}

// noting notes that a body ended before its announced length, which io.ReadFull cannot tell
// from a proper end.
type noting struct {
	r   io.Reader
	cut bool
}

// Read is that of the body.
func (n *noting) Read(b []byte) (int, error) {
	got, err := n.r.Read(b)
	n.cut = n.cut || errors.Is(err, io.ErrUnexpectedEOF)
	return got, err
}

// cut tells a connection that broke from other failures, so that the sender tries again.
func cut(err error) error {
	if _, big := errors.AsType[*http.MaxBytesError](err); big {
		return fault.New(fault.TooLarge, "upload.piece", "这一片超过 %d MB，请按约定的大小分片发送", web.ChunkSize>>20).Because(err)
	}
	if fault.Of(err) == nil {
		return fault.New(fault.Unavailable, "upload.cut", "连接中断，这一片没有收完，请从断点继续发送").Because(err)
	}
	return err
}

// File returns a complete file of the account that asks. It fails with upload.missing where
// there is none, it belongs to somebody else, or it has expired, and with upload.unfinished.
func (k *Keeper) File(c *web.Ctx, id string) (_ form.File, err error) {
	defer fault.Wrap(&err, "uploaded file")
	f, err := k.find(c, id)
	if err != nil {
		return form.File{}, err
	}
	if f.received != f.size {
		return form.File{}, fault.New(fault.Conflict, "upload.unfinished", "文件“%s”还没有传完，请等待上传结束后再提交", f.name)
	}
	ctx := c.Context()
	addresses, err := k.pieces(ctx, id)
	if err != nil {
		return form.File{}, err
	}
	return form.NewFile(id, f.name, f.size, func() (io.ReadCloser, error) {
		if f.size > web.LargeFile {
			if err := c.Work(); err != nil {
				return nil, err
			}
		}
		return &reader{ctx: ctx, keeper: k, file: f, addresses: addresses}, nil
	}).WithDrop(func() error { return k.drop(ctx, id, addresses) }), nil
}

// actor returns who asks. Nobody is an error: an upload always belongs to an account.
func actor(c *web.Ctx) (casework.Actor, error) {
	a, ok := web.As[casework.Actor](c)
	if !ok || a.Account == 0 {
		return a, fault.New(fault.Unauthentic, "web.signin", "请先登录")
	}
	return a, nil
}

// find loads a file of the account that asks.
func (k *Keeper) find(c *web.Ctx, id string) (*file, error) {
	a, err := actor(c)
	if err != nil {
		return nil, err
	}
	f := &file{id: id, account: a.Account}
	ctx := c.Context()
	err = k.d.DB.Read(ctx, func(tx *store.Tx) error {
		var ends int64
		var sealed []byte
		err := tx.Row(ctx, `SELECT center_id, size, received, ends_at, body FROM upload_file WHERE id = $1 AND account_id = $2`, id, a.Account).
			Scan(&f.center, &f.size, &f.received, &ends, &sealed)
		if errors.Is(err, sql.ErrNoRows) || err == nil && ends <= k.d.Now().UnixMicro() {
			return missing()
		} else if err != nil {
			return err
		}
		f.ends = time.UnixMicro(ends)
		center, err := k.d.Keys.Center(ctx, tx, f.center)
		if err != nil {
			return err
		}
		plain, err := center.Open(aad(id, a.Account), sealed)
		if err != nil {
			return err
		}
		var b body
		if err := json.Unmarshal(plain, &b); err != nil {
			return err
		}
		f.name, f.key = b.Name, keyOf(center, b.Secret)
		return nil
	})
	return f, err
}

func missing() error {
	return fault.New(fault.Missing, "upload.missing", "没有这个上传的文件，或已超过 24 小时被清除，请重新上传")
}

// pieces lists the addresses of a file's pieces in order.
func (k *Keeper) pieces(ctx context.Context, id string) (out []string, err error) {
	err = k.d.DB.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(ctx, `SELECT address FROM upload_piece WHERE file_id = $1 ORDER BY no`, id)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var address string
			if err := rows.Scan(&address); err != nil {
				return err
			}
			out = append(out, address)
		}
		return rows.Err()
	})
	return out, err
}
