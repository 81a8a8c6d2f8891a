package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"strings"
)

// abstractLines measures the abstracts of a file of publications, each read as the only claim of its
// document. Abstracts say 所述 and 该 more loosely than claims do, and there are many more of them: what is
// wrongly found in them shows what a claim set that nobody looked at would show.
func (c *checker) abstractLines(ctx context.Context, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var p struct{ ID, Title, Abstract string }
		if json.Unmarshal(lines.Bytes(), &p) != nil || strings.TrimSpace(p.Abstract) == "" {
			c.unreadable++
			continue
		}
		text := "发明名称\n" + p.Title + "\n权利要求书\n1." + strings.ReplaceAll(strings.TrimSpace(p.Abstract), "\n", "") + "\n"
		if err := c.one(ctx, p.ID+".txt", []byte(text)); err != nil {
			return err
		}
	}
	return lines.Err()
}
