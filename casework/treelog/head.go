package treelog

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/merkle"
	"zhibao/internal/seal"
	"zhibao/law/calendar"
)

// A Head is the digest over all entries at a moment, signed by the center.
type Head struct {
	Center    int64
	Size      int64 // entries
	Root      merkle.Digest
	At        time.Time
	Function  string // name of the digest, "SM3" or "SHA-256"
	Public    []byte // key of the center, an uncompressed point of SM2 or a key of Ed25519
	Signature []byte // ASN.1, or as Ed25519 has it
}

// The lines of a head, as it is printed and kept. What is signed are the lines up to the function.
const (
	headTitle    = "知保存证树头 1"
	lineCenter   = "中心 "
	lineSize     = "条数 "
	lineRoot     = "根 "
	lineTime     = "时间 "
	lineFunction = "摘要 "
	lineKey      = "公钥 "
	lineSigned   = "签名 "
	headLines    = 8
	mostHead     = 4 << 10 // bytes of a head in a file
)

// message is what is signed.
func (h *Head) message() []byte {
	return fmt.Appendf(nil, "%s\n%s%d\n%s%d\n%s%s\n%s%s\n%s%s\n", headTitle, lineCenter, h.Center, lineSize, h.Size, lineRoot, h.Root, lineTime,
		h.At.In(calendar.Shanghai()).Format(time.RFC3339), lineFunction, h.Function)
}

// Text is the head as it is printed, sent and kept: eight lines.
func (h *Head) Text() string {
	return string(h.message()) + lineKey + hex.EncodeToString(h.Public) + "\n" + lineSigned + base64.StdEncoding.EncodeToString(h.Signature) + "\n"
}

// Signed says whether the signature is that of the key in the head. Whose key it is, is told by its
// fingerprint, which the center publishes.
func (h *Head) Signed() bool { return seal.Signed(h.Public, h.message(), h.Signature) }

// Signer is the fingerprint of the key.
func (h *Head) Signer() string { return seal.SignerID(h.Public) }

// unreadable says that a file is no head.
func unreadable(line int) error {
	return fault.New(fault.Invalid, "treelog.head", "第 %d 行不是存证树头应有的内容，请使用从“存证日志”页面下载、未经改动的树头文件", line)
}

// ParseHead reads what Text wrote. White space at the ends of lines counts for nothing, because heads
// are sent by mail.
func ParseHead(text string) (*Head, error) {
	if len(text) > mostHead {
		return nil, fault.New(fault.Invalid, "treelog.head_long", "文件超过 4 KB，不是存证树头，请使用从“存证日志”页面下载的树头文件")
	}
	lines := strings.Split(strings.TrimSpace(strings.TrimPrefix(text, "\ufeff")), "\n")
	if strings.TrimSpace(lines[0]) != headTitle {
		return nil, unreadable(1)
	}
	if len(lines) < headLines {
		return nil, unreadable(len(lines) + 1)
	}
	h := &Head{}
	var root []byte
	// A line begins with its name; what follows is read by read.
	for i, l := range []struct {
		name string
		read func(string) error
	}{
		{lineCenter, func(s string) (err error) { h.Center, err = strconv.ParseInt(s, 10, 64); return err }},
		{lineSize, func(s string) (err error) { h.Size, err = strconv.ParseInt(s, 10, 64); return err }},
		{lineRoot, func(s string) (err error) { root, err = hex.DecodeString(s); return err }},
		{lineTime, func(s string) (err error) { h.At, err = time.Parse(time.RFC3339, s); return err }},
		{lineFunction, func(s string) error { h.Function = s; return nil }},
		{lineKey, func(s string) (err error) { h.Public, err = hex.DecodeString(s); return err }},
		{lineSigned, func(s string) (err error) { h.Signature, err = base64.StdEncoding.DecodeString(s); return err }},
	} {
		value, ok := strings.CutPrefix(strings.TrimSpace(lines[i+1]), l.name)
		if !ok || l.read(strings.TrimSpace(value)) != nil {
			return nil, unreadable(i + 2)
		}
	}
	if len(root) != merkle.Size || h.Size < 0 {
		return nil, unreadable(4)
	}
	if _, ok := merkle.Named(h.Function); !ok {
		return nil, unreadable(6)
	}
	h.Root = merkle.Digest(root)
	return h, nil
}
