package contingency

import (
	"encoding/base64"
	"html/template"
	"net/http"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
)

// A view is the page in one language.
type view struct {
	English bool
	Most    int64 // MB
	Signer  string
	To      string // fingerprint of the key for which it encrypts
	Receipt *Receipt
	Problem string
}

// T chooses the language.
func (v view) T(zh, en string) string {
	if v.English {
		return en
	}
	return zh
}

// File is the receipt as an address that the browser saves as a file: the desk never hands a receipt out a
// second time, because it does not know who asks.
func (v view) File() template.URL {
	return template.URL("data:text/plain;charset=utf-8;base64," + base64.StdEncoding.EncodeToString([]byte(v.Receipt.Text())))
}

// page needs no script and loads nothing.
var page = template.Must(template.New("").Parse(`<!DOCTYPE html>
<html lang="{{.T "zh-CN" "en"}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{.T "应急收件" "Contingency reception"}}</title>
<style>body{font:16px/1.6 sans-serif;max-width:44rem;margin:0 auto;padding:1rem;color:#1a1a1a}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f3f3f3;padding:.75rem}label{display:block;font-weight:600}input{font:inherit;max-width:100%;box-sizing:border-box}input[type=text]{width:100%}button{font:inherit;padding:.5rem 1.5rem}.bad{border-left:.3rem solid #b00020;padding-left:.75rem}code{overflow-wrap:anywhere}</style></head>
<body><main><p>{{if .English}}<a href="/" lang="zh-CN">中文</a>{{else}}<a href="/en" lang="en">English</a>{{end}}</p><h1>{{.T "应急收件" "Contingency reception"}}</h1>
{{with .Problem}}<p class="bad" role="alert">{{.}}</p>{{end}}
{{if .Receipt}}<h2>{{.T "已收到，这是回执" "Received. This is the receipt"}}</h2><p>{{.T "请立即保存回执文件，本页关闭后不能再次取得。平台恢复后，请凭回执与原文件向中心办理。" "Save the receipt now; it cannot be had again once this page is closed. When the platform is back, go to the center with the receipt and the same file."}}</p>
<pre>{{.Receipt.Text}}</pre><p><a href="{{.File}}" download="{{.Receipt.Number}}.txt">{{.T "保存回执文件" "Save the receipt"}}</a></p><p><a href="{{.T "/" "/en"}}">{{.T "再提交一份" "Hand in another"}}</a></p>
{{else}}<p>{{.T "业务平台不能使用时在这里提交。提交后得到签名的回执，写明时间、大小与摘要。" "Hand in here while the platform cannot be used. You get a signed receipt of time, size and digests."}}</p>
<form method="post" enctype="multipart/form-data"><h2>{{.T "提交文件" "A file"}}</h2><p><label for="file">{{.T "案卷包" "Package"}}</label><input type="file" id="file" name="file" aria-describedby="most" required> <span id="most">{{.T "不超过" "at most"}} {{.Most}} MB</span></p><p><button>{{.T "提交文件" "Hand in the file"}}</button></p></form>
<form method="post" enctype="multipart/form-data"><h2>{{.T "或者只提交摘要" "Or only its digest"}}</h2><p>{{.T "文件不离开您的电脑。请原样保留文件，平台恢复后再提交它。" "The file stays with you. Keep it unchanged and hand it in when the platform is back."}}</p><p><label for="sha256">SHA-256</label><input type="text" id="sha256" name="sha256" maxlength="64" autocomplete="off"></p><p><label for="sm3">SM3</label><input type="text" id="sm3" name="sm3" maxlength="64" autocomplete="off"></p><p><button>{{.T "提交摘要" "Hand in the digest"}}</button></p></form>{{end}}
<p>{{.T "本收件处公钥指纹（SM3），请与中心公布的核对：" "Fingerprint of the key of this desk (SM3), to compare with the one that the center published: "}}<code>{{.Signer}}</code></p><p>{{.T "文件与文件名随收随加密，只有中心能打开；加密所用的中心公钥指纹（SM3）：" "File and name are encrypted as they come in, and only the center opens them. Fingerprint of the center's key (SM3): "}}<code>{{.To}}</code></p></main></body></html>
`))

// show writes the page.
func (d *Desk) show(w http.ResponseWriter, status int, v view) {
	v.Most, v.Signer, v.To = d.Most>>20, seal.SignerID(d.Key.Public()), seal.SignerID(d.To)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = page.Execute(w, v) // the reader went away; what was taken is on the disk all the same
}

// refuse shows the page with what is wrong, in the language of the page where there is English for it.
func (d *Desk) refuse(w http.ResponseWriter, v view, err error) {
	v.Problem = fault.MessageOf(err)
	if en := d.English.Of(err); v.English && en != "" {
		v.Problem = en
	}
	status := http.StatusServiceUnavailable
	switch fault.KindOf(err) {
	case fault.Invalid:
		status = http.StatusBadRequest
	case fault.Forbidden:
		status = http.StatusForbidden
	}
	d.show(w, status, v)
}
