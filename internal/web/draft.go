package web

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/web/form"
)

// Drafts keeps what a person types before it is submitted. Keys are chosen by the pages; the
// keeper separates persons and encrypts.
type Drafts interface {
	// Save stores the values as the version after the given one. It is a Conflict where
	// another window saved in between.
	Save(c *Ctx, key string, version int, values url.Values) (Draft, error)
	// Load returns the draft, ok false where there is none.
	Load(c *Ctx, key string) (d Draft, ok bool, err error)
	Drop(c *Ctx, key string) error
}

// A Draft is an unfinished form.
type Draft struct {
	Version int
	Saved   time.Time
	Values  url.Values
}

func (c *Ctx) draftStage(d Draft) string {
	at := d.Saved.In(shanghai()).Format(time.TimeOnly)
	return c.T("草稿已于 "+at+" 保存", "Draft saved at "+at)
}

// Resume makes the form one that is saved while it is typed, under key, and fills in the
// draft of an earlier visit. It has no effect where the program keeps no drafts.
func (c *Ctx) Resume(f *form.Form, key string) error {
	keeper := c.mux.cfg.Drafts
	if keeper == nil {
		return nil
	}
	f.Draft = key
	if c.Posted() {
		f.DraftVersion, _ = strconv.Atoi(c.Form("_draft"))
		return nil
	}
	d, ok, err := keeper.Load(c, key)
	if err != nil || !ok {
		return err
	}
	f.FillValues(d.Values)
	f.DraftVersion, f.Stage = d.Version, c.draftStage(d)
	return nil
}

// DropDraft removes the draft after the form was submitted.
func (c *Ctx) DropDraft(key string) error {
	if c.mux.cfg.Drafts == nil {
		return nil
	}
	return c.mux.cfg.Drafts.Drop(c, key)
}

func saveDraft(c *Ctx) error {
	in, err := c.Input()
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(in.Values.Get("_draft"))
	if err != nil {
		return fault.New(fault.Invalid, "web.draft", "草稿没有版本号，未能保存，请刷新页面")
	}
	values := url.Values{}
	for key, v := range in.Values {
		if key != "" && key[0] != '_' {
			values[key] = v
		}
	}
	d, err := c.mux.cfg.Drafts.Save(c, c.Path("key"), version, values)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"version": d.Version, "stage": c.draftStage(d)})
}

// ChunkSize is how many bytes of a file are sent at a time.
const ChunkSize = 8 << 20

// Uploads receives files before the form is submitted, in pieces, so that a broken
// connection loses at most one piece.
type Uploads interface {
	// Begin starts a file of the given name and size and returns its id.
	Begin(c *Ctx, name string, size int64) (id string, err error)
	// Append adds the piece that begins at offset and returns how much has arrived. A piece
	// that was received before is skipped, so that sending it again is harmless.
	Append(c *Ctx, id string, offset int64, piece io.Reader) (received int64, err error)
	// File returns a complete file of the person who asks.
	File(c *Ctx, id string) (form.File, error)
}

// KeepFiles keeps the files that came with the form as if they had been sent before it, so that the
// form can be shown once more without losing them. It reports whether that is possible.
func (c *Ctx) KeepFiles() (bool, error) {
	in, err := c.Input()
	if err != nil {
		return false, err
	}
	for name, files := range in.Files {
		for _, sent := range files {
			if sent.Size == 0 {
				continue
			}
			if c.mux.cfg.Uploads == nil {
				return false, nil
			}
			id, err := c.keepFile(sent)
			if err != nil {
				return false, err
			}
			in.Values[name] = append(in.Values[name], id)
		}
		delete(in.Files, name)
	}
	return true, nil
}

// keepFile sends one file to where files wait for their form.
func (c *Ctx) keepFile(sent form.File) (string, error) {
	f, err := sent.Open()
	if err != nil {
		return "", fmt.Errorf("web: %w", err)
	}
	defer f.Close()
	id, err := c.mux.cfg.Uploads.Begin(c, sent.Name, sent.Size)
	for at := int64(0); err == nil && at < sent.Size; {
		at, err = c.mux.cfg.Uploads.Append(c, id, at, io.LimitReader(f, ChunkSize))
	}
	return id, err
}

func beginUpload(c *Ctx) error {
	size, err := strconv.ParseInt(c.Form("size"), 10, 64)
	if err != nil || size <= 0 {
		return fault.New(fault.Invalid, "web.upload", "文件是空的或大小不明，请重新选择")
	}
	id, err := c.mux.cfg.Uploads.Begin(c, form.CleanName(c.Form("name")), size)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"id": id, "chunk": ChunkSize})
}

func appendUpload(c *Ctx) error {
	offset, err := strconv.ParseInt(c.Query("offset"), 10, 64)
	if err != nil || offset < 0 {
		return fault.New(fault.Invalid, "web.upload", "上传的位置与已收到的不一致，请重新选择文件")
	}
	n, err := c.mux.cfg.Uploads.Append(c, c.Path("id"), offset, c.R.Body)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"received": n})
}
