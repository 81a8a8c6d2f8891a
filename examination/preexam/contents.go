package preexam

import (
	"fmt"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/record"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// contents lists every file of every version for the table of contents of the dossier. After the
// destruction of the text nothing is left to list.
func (d *Desk) contents(c *web.Ctx, tx *store.Tx, k *casework.Case) (out []worklist.Item, err error) {
	key, err := d.office.Keys.CaseKey(c.Context(), tx, k.ID)
	if err != nil {
		return nil, err
	}
	all, err := record.Versions(c.Context(), tx, k.Center, k.ID)
	if err != nil {
		return nil, err
	}
	for _, info := range all {
		v, err := record.Find(c.Context(), tx, key, k.ID, info.No, "")
		if err != nil {
			return nil, err
		}
		kind := c.T("预审申请文件", "Papers for examination")
		if info.Purpose == ForFiling {
			kind = c.T("正式提交文件", "Papers as filed")
		}
		for _, f := range v.Files {
			out = append(out, worklist.Item{Name: f.Name, Kind: fmt.Sprintf(c.T("%s（第 %d 版）", "%s (version %d)"), kind, info.No), At: info.At, Digest: f.SHA256})
		}
	}
	return out, nil
}
