package outage

import (
	"encoding/json"
	"encoding/xml"
	"html/template"
	"os"
	"path/filepath"
	"slices"

	"zhibao/internal/fault"
)

// sheet is the page for a host of its own: one file a language, no script, nothing loaded.
const sheet = `<!DOCTYPE html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{.T "服务状态" "Service status"}} — {{.Name}}</title>
<link rel="alternate" type="application/rss+xml" href="feed.xml" title="RSS">
<style>body{font:16px/1.6 sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#1a1a1a}table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #ccc;text-align:left;padding:.3rem .5rem;vertical-align:top}</style></head>
<body><main><h1>{{.Name}} {{.T "服务状态" "Service status"}}</h1><p><a href="{{.T "en.html" "index.html"}}" lang="{{.T "en" "zh-CN"}}">{{.T "English" "中文"}}</a> · <a href="status.json">JSON</a> · <a href="feed.xml">RSS</a></p>
<p>{{.T "本页生成于" "Written at"}} {{.S.At}} {{.T "（北京时间）" "(time of China)"}}</p>
<p><strong>{{if eq .S.Now "ok"}}{{.T "服务正常" "The service works"}}{{else if eq .S.Now "maintenance"}}{{.T "正在进行计划维护" "Maintenance is under way"}}{{else}}{{.T "最近一分钟没有测到受理" "No filing could be taken in the last minute"}}{{end}}</strong></p>
<h2>{{.T "三年内的中断" "Outages of three years"}}</h2>{{$p := .}}{{if .S.Outages}}<table><thead><tr><th scope="col">{{.T "时间" "Time"}}</th><th scope="col">{{.T "处理" "Standing"}}</th><th scope="col">{{.T "原因" "Cause"}}</th></tr></thead><tbody>{{range .S.Outages}}<tr><td>{{between .Since .Until}}</td><td>{{if eq .State "moved"}}{{$p.T "已公告顺延" "Terms moved"}} {{.Basis}}{{else if eq .State "kept"}}{{$p.T "不予顺延" "Terms stay"}}{{else}}{{$p.T "办理中" "Under way"}}{{end}}</td><td>{{.Cause}}</td></tr>{{end}}</tbody></table>{{else}}<p>{{.T "没有。" "None."}}</p>{{end}}
<h2>{{.T "计划维护" "Maintenance"}}</h2>{{if .S.Plans}}<table><thead><tr><th scope="col">{{.T "时间" "Time"}}</th><th scope="col">{{.T "内容" "What"}}</th></tr></thead><tbody>{{range .S.Plans}}<tr><td>{{between .Since .Until}}</td><td>{{$p.T .What .WhatEN}}{{if .Cancelled}} {{$p.T "（已取消）" "(called off)"}}{{end}}</td></tr>{{end}}</tbody></table>{{else}}<p>{{.T "没有。" "None."}}</p>{{end}}
<h2>{{.T "近 90 日（分钟）" "The last 90 days (minutes)"}}</h2><table><thead><tr><th scope="col">{{.T "日期" "Day"}}</th><th scope="col">{{.T "测量" "Measured"}}</th><th scope="col">{{.T "中断" "Down"}}</th><th scope="col">{{.T "计划维护" "Maintenance"}}</th></tr></thead><tbody>{{range .Days}}<tr><td>{{.Day}}</td><td>{{.Measured}}</td><td>{{.Down}}</td><td>{{.Planned}}</td></tr>{{end}}</tbody></table></main></body></html>
`

// A sheetView is the page in one language.
type sheetView struct {
	S       Service
	English bool
}

// T chooses the language.
func (v sheetView) T(zh, en string) string {
	if v.English {
		return en
	}
	return zh
}

// Days are the days, today first.
func (v sheetView) Days() []ServiceDay {
	days := slices.Clone(v.S.Days)
	slices.Reverse(days)
	return days
}

// Lang is the language of the page.
func (v sheetView) Lang() string { return v.T("zh-CN", "en") }

// Name is the name of the center.
func (v sheetView) Name() string { return v.T(v.S.Center, v.S.CenterEN) }

// An rssItem is one outage or one time of maintenance.
type rssItem struct {
	Title string `xml:"title"`
	Text  string `xml:"description"`
	GUID  string `xml:"guid"`
}

// rss is the feed, as readers of RSS 2.0 take it.
type rss struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Channel struct {
		Title string    `xml:"title"`
		Link  string    `xml:"link"`
		Text  string    `xml:"description"`
		Items []rssItem `xml:"item"`
	} `xml:"channel"`
}

// WriteStatic writes what the public may know into a folder that any web server can serve: index.html,
// en.html, status.json, feed.xml. Each file is replaced as a whole, so that a reader never sees half of one.
func WriteStatic(dir string, s Service) (err error) {
	defer fault.Wrap(&err, "write the public page of the service")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	page := template.Must(template.New("").Funcs(template.FuncMap{"between": between}).Parse(sheet))
	for _, v := range []sheetView{{s, false}, {s, true}} {
		name := v.T("index.html", "en.html")
		if err := replace(dir, name, func(f *os.File) error { return page.Execute(f, v) }); err != nil {
			return err
		}
	}
	if err := replace(dir, "status.json", func(f *os.File) error { return json.NewEncoder(f).Encode(s) }); err != nil {
		return err
	}
	var feed rss
	feed.Version, feed.Channel.Title, feed.Channel.Link, feed.Channel.Text = "2.0", s.Center+" 服务状态 Service status", "index.html", s.At
	for _, o := range s.Outages {
		feed.Channel.Items = append(feed.Channel.Items, rssItem{"系统中断 Outage " + o.Since + " — " + o.Until, o.State + " " + o.Basis, "outage " + o.Since})
	}
	for _, p := range s.Plans {
		feed.Channel.Items = append(feed.Channel.Items, rssItem{"计划维护 Maintenance " + p.Since + " — " + p.Until, p.What + " " + p.WhatEN, "maintenance " + p.Since})
	}
	return replace(dir, "feed.xml", func(f *os.File) error {
		if _, err := f.WriteString(xml.Header); err != nil {
			return err
		}
		return xml.NewEncoder(f).Encode(feed)
	})
}

// replace writes a file beside the old one and then puts it in its place.
func replace(dir, name string, write func(*os.File) error) error {
	f, err := os.CreateTemp(dir, "."+name)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already where it took its place
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(dir, name))
}
