@echo off
setlocal
rem Double click: starts the site on this computer and opens it in the browser.
rem The first start builds the graph from the lists that come with the program (a minute or less).
rem The window must stay open; closing it ends the site. Needs: Python 3.11 or newer, then: pip install duty-kg
rem Nothing here goes by the folder of this file or the current one: both may have blanks, Chinese, or be on a share.
chcp 65001 >nul
set "PYTHONUTF8=1"
rem Files of yours beside this one, a csv.py for instance, are not taken for parts of Python.
set "PYTHONSAFEPATH=1"
rem "py" is the launcher that Python's installer brings; the program may also be with the "python" of the PATH.
set "PYTHON=py -3"
%PYTHON% -c "import kg" >nul 2>nul
if errorlevel 1 set "PYTHON=python"
%PYTHON% -c "import kg" >nul 2>nul
if not errorlevel 1 (
  %PYTHON% -m kg serve --port 0 --open
  pause
  exit /b
)
rem Chinese stands only below what runs: some versions of cmd lose their place in lines that have it.
echo 还不能启动：没有找到 Python 3.11（或更新的），或者没有安装 duty-kg。
echo 1. 没有 Python：到 https://www.python.org/downloads/ 下载安装，安装时勾选 Add python.exe to PATH。
echo 2. 有 Python：打开“命令提示符”，运行 py -m pip install duty-kg （没有 py 就写 python）
echo 然后再双击这个文件。电脑不能上网的，请单位管理电脑的人来装。
echo.
echo Python 3.11 or newer, or duty-kg, is missing. Get Python at https://www.python.org/downloads/
echo then run in a command prompt: py -m pip install duty-kg - and start this file again.
pause
exit /b 1
