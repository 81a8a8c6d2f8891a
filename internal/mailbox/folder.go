package mailbox

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// A Folder is the driver that writes letters to a folder, from which another program or a
// person takes them: mails as .eml, text messages as .txt. A file is complete when it has its
// name.
type Folder struct {
	Dir  string
	From string // of mails
}

// Deliver writes the file. A letter that comes twice is one file.
func (f Folder) Deliver(ctx context.Context, p Parcel) error {
	name, content := fmt.Sprintf("%d.txt", p.ID), []byte(p.To+"\n"+p.Body+"\n")
	if mailAddress(p.To) {
		msg, err := compose(f.From, p)
		if err != nil {
			return refused(err)
		}
		var b bytes.Buffer
		if _, err := msg.WriteTo(&b); err != nil {
			return undelivered(err)
		}
		name, content = fmt.Sprintf("%d.eml", p.ID), b.Bytes()
	}
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return undelivered(err)
	}
	path := filepath.Join(f.Dir, name)
	if err := os.WriteFile(path+".part", content, 0o600); err != nil {
		return undelivered(err)
	}
	if err := os.Rename(path+".part", path); err != nil {
		return undelivered(err)
	}
	return ctx.Err()
}
