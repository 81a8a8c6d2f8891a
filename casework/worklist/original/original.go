// Package original (原件下载) sends what somebody uploaded. A PDF, also one in an archive, that holds more than pages (a script, a
// program to start, files inside, …) is kept back: its reader is shown the words that the program took out of it, what
// is in it, and has to say so to get the file. Nothing of it is ever opened here.
package original

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"

	"zhibao/internal/office/pdftext"
	"zhibao/internal/web"
)

// Bounds of what is looked at: bytes of a file, entries of an archive, lines of text that are shown.
const (
	maxFile    = 64 << 20
	maxEntries = 300
	maxLines   = 400
)

// kind is the type of a file whose content nobody vouches for: it is saved, never shown.
const kind = "application/octet-stream"

// words are what is told of each danger.
var words = map[string]web.Text{
	pdftext.Script: {"脚本（JavaScript）", "scripts (JavaScript)"}, pdftext.Launch: {"启动程序或者打开文件的动作", "actions that start programs"}, pdftext.Embedded: {"内嵌文件", "files inside"},
	pdftext.Forms: {"XFA 表单", "an XFA form"}, pdftext.Outside: {"向外发送数据或者打开外部文件的动作", "actions that send data or open other files"}, pdftext.Media: {"需要播放器的媒体内容", "media with a player"},
	pdftext.Encrypted: {"加密，无法检查", "encryption: it cannot be checked"}, pdftext.Endless: {"循环引用", "references in circles"}, pdftext.TooMany: {"页数异常多", "very many pages"},
	pdftext.Broken: {"结构损坏，未能查完", "a broken structure: not checked to its end"}, large: {"大于 64 MB，未能检查", "more than 64 MB: not checked"},
}

// large is the danger of what was not looked at.
const large = "large"

// Send sends a file as it was uploaded, or says first what is in it.
func Send(c *web.Ctx, name string, content io.Reader) error {
	// Programs show nothing to anybody, and have no page on which to say yes.
	if c.Route().JSON || c.Query("anyway") == "1" {
		return c.Download(name, kind, content)
	}
	head := make([]byte, 1024)
	n, err := io.ReadFull(content, head)
	head = head[:n]
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	whole := io.MultiReader(bytes.NewReader(head), content)
	if !bytes.Contains(head, []byte("%PDF-")) && !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return c.Download(name, kind, whole)
	}
	data, err := io.ReadAll(io.LimitReader(whole, maxFile+1))
	if err != nil {
		return err
	}
	found, text := look(data)
	if len(found) == 0 {
		return c.Download(name, kind, io.MultiReader(bytes.NewReader(data), content))
	}
	return warn(c, name, found, text)
}

// look returns what a file holds that can act, and its words.
func look(data []byte) (found []string, text string) {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return inArchive(data), ""
	case len(data) > maxFile:
		return []string{large}, ""
	}
	if found = pdftext.Dangers(data); len(found) > 0 {
		text = pdftext.Read(data).Words
	}
	return found, text
}

// inArchive looks at the PDF files in an archive. One that is too large to be one in memory is sent as it is, as ever: nothing opens
// a file in it by itself.
func inArchive(data []byte) (found []string) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil
	}
	left := int64(maxFile)
	for _, f := range z.File[:min(len(z.File), maxEntries)] {
		if !strings.HasSuffix(strings.ToLower(f.Name), ".pdf") || left <= 0 {
			continue
		}
		in, err := f.Open()
		if err != nil {
			continue
		}
		entry, err := io.ReadAll(io.LimitReader(in, left))
		in.Close()
		if left -= int64(len(entry)); err != nil {
			continue
		}
		found = append(found, pdftext.Dangers(entry)...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// warn shows what was found instead of the file.
func warn(c *web.Ctx, name string, found []string, text string) error {
	list := make([]string, len(found))
	for i, f := range found {
		list[i] = c.Say(words[f])
	}
	address := *c.R.URL
	q := address.Query()
	q.Set("anyway", "1")
	address.RawQuery = q.Encode()
	c.Page = web.Page{Title: c.T("原件已隔离", "The original is kept back"), Sub: name,
		Actions: []web.Link{{Href: address.RequestURI(), Label: c.T("已了解风险，仍要下载原件", "I know the risk: download it"), Tone: web.Red}}}
	blocks := []web.Block{web.Notice{Tone: web.Amber, Title: c.T("文件中含有：", "It holds: ") + strings.Join(list, c.T("、", ", ")),
		Text: c.T("打开这样的文件可能运行其中的程序或者泄露信息。请先看下面由系统提取的文字；确需原件的，在不联网的计算机上打开，或请提交人重新提供普通的 PDF。",
			"Opening it may run what is in it. Read the words below, which the program took out; if you need the file, open it on a machine without a network, or ask for an ordinary PDF.")}}
	t := web.Table{Title: c.T("系统提取的文字", "Words taken out by the program"), Head: []string{c.T("文字", "Words")}, Empty: c.T("没有提取到文字", "No words were found")}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if len(t.Rows) == maxLines {
			t.Rows = append(t.Rows, []web.Cell{{Text: c.T("……其余未显示", "… and more")}})
			break
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: line}})
	}
	return c.Render("page-blocks", append(blocks, t))
}
