"""屈原司法所工作台: hands over to quyuan_desktop.app."""

import sys

from quyuan_desktop.app import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
