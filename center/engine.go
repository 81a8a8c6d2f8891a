package center

import (
	"context"
	"sync"

	"zhibao/internal/fault"
	"zhibao/internal/ocr"
	"zhibao/patent/reader/figure"
)

// engine looks once for the program of this machine that reads words in pictures, and says in both
// languages whether it is there.
var engine = sync.OnceValues(func() (figure.Eyes, [2]string) {
	e, err := ocr.Find(context.Background())
	if err != nil {
		return nil, [2]string{fault.MessageOf(err), "The engine is not ready on this machine: tesseract-ocr and tesseract-ocr-chi-sim are needed"}
	}
	if zh, en := e.Limits.Missing(); zh != "" {
		return e, [2]string{"本机已安装 " + e.Name() + "；系统" + zh + "，请在服务单元中限制", e.Name() + " is installed on this machine; " + en + ": limit that in the unit of the service"}
	}
	return e, [2]string{"本机已安装 " + e.Name(), e.Name() + " is installed on this machine"}
})

// eyes is the engine, or nothing.
func eyes() figure.Eyes {
	e, _ := engine()
	return e
}
