package exhibits

import (
	"net/http"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/evidence"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/original"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// opened opens the file of the address for somebody who was let in.
func (p *Pages) opened(c *web.Ctx, use func(k *casework.Case, x *evidence.Exhibit, i int) error) error {
	k, x, err := p.one(c)
	if err != nil {
		return err
	}
	// Files have no name in the address: a name is a word of the evidence.
	i, err := strconv.Atoi(c.Path("file"))
	if err != nil || i < 0 || i >= len(x.Files) {
		return noFile()
	}
	return use(k, x, i)
}

// filePage sends a file exactly as it was sent, any part of it where only a part is asked for.
func (p *Pages) filePage(c *web.Ctx) error {
	return p.opened(c, func(k *casework.Case, x *evidence.Exhibit, i int) error {
		f := &x.Files[i]
		if !evidence.Whole(p.office(), worklist.Actor(c), k, x, f) {
			return noFile()
		}
		// A player asks for many parts of a recording; the first is the reading.
		if r := c.R.Header.Get("Range"); r == "" || strings.HasPrefix(r, "bytes=0-") {
			if err := p.watched(c, k, x, " "+c.T("原件", "original")); err != nil {
				return err
			}
		}
		return p.send(c, x, i)
	})
}

// file opens file i of an exhibit. It is read after the transaction, which must not last as long as a
// slow line.
func (p *Pages) file(c *web.Ctx, x *evidence.Exhibit, i int) (file *blob.File, err error) {
	err = p.office().DB.Read(c.Context(), func(tx *store.Tx) error {
		file, err = p.Desk.Open(c.Context(), tx, p.office(), x, i)
		return err
	})
	return file, err
}

// send sends file i of an exhibit.
func (p *Pages) send(c *web.Ctx, x *evidence.Exhibit, i int) error {
	file, err := p.file(c, x, i)
	if err != nil {
		return err
	}
	defer file.Close()
	if x.Files[i].Media == "application/pdf" && !c.Route().JSON {
		return original.Send(c, x.Files[i].Name, file)
	}
	return c.DownloadParts(x.Files[i].Name, x.Files[i].Media, file)
}

// picturePage shows a picture made of a picture.
func (p *Pages) picturePage(c *web.Ctx) error {
	return p.opened(c, func(_ *casework.Case, x *evidence.Exhibit, i int) error {
		if !x.Files[i].Image() {
			return noFile()
		}
		file, err := p.file(c, x, i)
		if err != nil {
			return err
		}
		defer file.Close()
		picture, err := evidence.Picture(file, file.Size())
		if err != nil {
			return err
		}
		// Shown inside the page; were it opened by itself, it could run nothing.
		h := c.W.Header()
		h.Set("Content-Type", "image/jpeg")
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
		c.W.WriteHeader(http.StatusOK)
		_, err = c.W.Write(picture)
		return err
	})
}

func noFile() error {
	return fault.New(fault.Missing, "evidence.file", "没有这个文件，请从证据页面打开")
}
